import pytest

from coso.core import crypto

CARD = "006123456789"


def test_encrypt_decrypts_to_the_same_text_and_never_looks_the_same():
    first, second = crypto.encrypt(CARD), crypto.encrypt(CARD)

    assert crypto.decrypt(first) == crypto.decrypt(memoryview(second)) == CARD
    assert first != second
    assert CARD.encode() not in first


def test_decrypt_with_another_key_refuses_and_says_what_to_restore(settings):
    stored = crypto.encrypt(CARD)
    settings.FIELD_KEY = "another key"

    with pytest.raises(crypto.UnableToDecrypt, match="field.key") as refusal:
        crypto.decrypt(stored)

    assert refusal.value.code == "core.unable_to_decrypt"


def test_digest_is_stable_and_depends_on_the_key(settings):
    before = crypto.digest(CARD)

    assert crypto.digest(CARD) == before
    assert len(before) == 64
    assert crypto.digest("006123456780") != before
    settings.FIELD_KEY = "another key"
    assert crypto.digest(CARD) != before


def test_tail_is_the_last_four_characters():
    assert crypto.tail(CARD) == "6789"
    assert crypto.tail("12") == "12"


@pytest.mark.parametrize("place", [0, 15, -1])
def test_stored_value_that_was_altered_is_refused(place):
    stored = bytearray(crypto.encrypt(CARD))
    stored[place] ^= 1

    with pytest.raises(crypto.UnableToDecrypt):
        crypto.decrypt(bytes(stored))


@pytest.mark.parametrize("kept", [0, 5, 20])
def test_stored_value_that_was_cut_is_refused(kept):
    with pytest.raises(crypto.UnableToDecrypt):
        crypto.decrypt(crypto.encrypt(CARD)[:kept])
