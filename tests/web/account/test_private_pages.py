"""What signed-in people see stays out of every cache."""


def test_pages_of_signed_in_people_are_kept_nowhere(as_officer):
    response = as_officer.get("/to-chuc/")

    assert response.headers["Cache-Control"] == "no-store, private"
    assert "HX-Request" in response.headers["Vary"]
