"""Signals that ask the program to end: what they do meanwhile, and what is as before afterwards."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack

import pytest

from engine.signals import ENDING, Ended, ending_at_once, raising


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = {each: signal.getsignal(each) for each in ENDING}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    for each, handler in before.items():
        signal.signal(each, handler)


def in_a_thread(manager: Callable[[], AbstractContextManager[None]]) -> list[object]:
    """What the signals do within `manager`, entered in a thread, where nothing may be changed."""
    found: list[object] = []

    def enter() -> None:
        with manager():
            found.extend(signal.getsignal(each) for each in ENDING)

    thread = threading.Thread(target=enter)
    thread.start()
    thread.join()
    return found


def test_they_are_those_that_there_are() -> None:
    names = [each.name for each in ENDING]
    assert names == [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def test_a_shell_knows_the_signal_by_the_code() -> None:
    ended = Ended(signal.SIGTERM)
    assert (ended.code, ended.args) == (143, (signal.SIGTERM,))


class TestEndingAtOnce:
    def test_ctrl_c_ends_the_process_itself_meanwhile(self) -> None:
        with ending_at_once():
            assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler

    def test_it_is_as_before_after_an_error(self) -> None:
        with pytest.raises(KeyError), ending_at_once():
            raise KeyError
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler

    @pytest.mark.parametrize("handler", [signal.SIG_IGN, lambda *_: None])
    def test_what_somebody_else_has_said_stays(self, handler: signal.Handlers) -> None:
        signal.signal(signal.SIGINT, handler)
        with ending_at_once():
            assert signal.getsignal(signal.SIGINT) is handler
        assert signal.getsignal(signal.SIGINT) is handler

    def test_a_thread_changes_nothing(self) -> None:
        assert in_a_thread(ending_at_once) == [signal.getsignal(each) for each in ENDING]


class TestRaising:
    @pytest.mark.parametrize("number", ENDING)
    def test_each_of_them_raises(self, number: signal.Signals) -> None:
        with pytest.raises(Ended) as ended, raising():
            signal.raise_signal(number)
        assert ended.value.code == 128 + number

    def test_what_is_tidied_up_then_is_not_interrupted(self) -> None:
        before = [signal.getsignal(each) for each in ENDING]
        tidied: list[int] = []

        def tidy_up() -> None:
            for each in ENDING:
                signal.raise_signal(each)
                tidied.append(each)

        stack = ExitStack()
        stack.callback(tidy_up)
        with pytest.raises(Ended) as ended, raising(), stack:
            signal.raise_signal(signal.SIGTERM)
        assert tidied == [*ENDING]
        assert ended.value.code == 143
        assert [signal.getsignal(each) for each in ENDING] == before

    @pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="no such signal here")
    def test_what_was_ignored_before_stays_ignored(self) -> None:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        with raising():
            signal.raise_signal(signal.SIGHUP)
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
            assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN

    def test_they_are_as_before_after_an_error(self) -> None:
        before = [signal.getsignal(each) for each in ENDING]
        with pytest.raises(KeyError), raising():
            raise KeyError
        assert [signal.getsignal(each) for each in ENDING] == before

    def test_a_thread_changes_nothing(self) -> None:
        assert in_a_thread(raising) == [signal.getsignal(each) for each in ENDING]
