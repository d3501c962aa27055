"""The graph's colours: every number can be read on the tint that it stands on."""

from gui.panels.graph.look import Look, look_of
from gui.theme import Theme
from tests.gui.test_theme import TEXT, contrast, themes


def pairs(look: Look) -> list[tuple[str, str]]:
    tints = (look.forward_tint, look.back_tint, look.data_tint)
    inks = (look.forward, look.back, look.data)
    both = [*zip(inks, tints, strict=True), *((look.faint, tint) for tint in tints)]
    both += [(look.faint, look.ground), (look.text, look.card), (look.back, look.ground)]
    return [(ink.name(), ground.name()) for ink, ground in both]


@themes
def test_numbers_can_be_read_on_their_tints(theme: Theme) -> None:
    for ink, ground in pairs(look_of(theme)):
        assert contrast(ink, ground) >= TEXT, (ink, ground)
