"""How each kind of picture is laid out; a layout takes a chart and a width."""
