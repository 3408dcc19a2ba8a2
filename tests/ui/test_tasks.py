"""TaskRunner: where work runs, what comes back, and what never does."""

from __future__ import annotations

import gc
import logging
import threading

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

from desktop.errors import Annule, FichierRefuse
from desktop.ui.bus import Bus, Level, Message
from desktop.ui.collector import Collector
from desktop.ui.tasks import Lane, Progress, TaskRunner

pytestmark = pytest.mark.gui

SECRET = "DUPONT-ESSAI"
DIRECT = Qt.ConnectionType.DirectConnection


@pytest.fixture
def bus(qapp):
    return Bus()


@pytest.fixture
def runner(bus):
    runner = TaskRunner(bus)
    yield runner
    runner.close()


@pytest.fixture
def owner(qapp):
    return QObject()


def destroy(owner: QObject) -> None:
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(owner, QEvent.Type.DeferredDelete.value)


def finish(runner, qtbot):
    with qtbot.waitSignal(runner.idle, timeout=5000):
        pass


def test_work_runs_elsewhere_and_its_result_arrives_in_the_ui_thread(runner, owner, qtbot):
    threads = {}

    def done(value):
        threads["done"] = (threading.get_ident(), value)

    runner.run(lambda _context: threading.get_ident(), owner=owner, done=done)
    finish(runner, qtbot)

    here, worker = threads["done"]
    assert here == threading.get_ident()
    assert worker != here


def test_result_is_handed_over_as_the_same_object(runner, owner, qtbot):
    result = {"clé": [1, None]}
    received = []

    runner.run(lambda _context: result, owner=owner, done=received.append)
    finish(runner, qtbot)

    assert received[0] is result


def test_base_lane_keeps_the_order_of_the_requests_in_one_thread(runner, owner, qtbot):
    answers = []

    for number in range(20):
        runner.run(
            lambda _context, number=number: (number, threading.get_ident()),
            owner=owner,
            done=answers.append,
        )
    finish(runner, qtbot)

    assert [number for number, _thread in answers] == list(range(20))
    assert len({thread for _number, thread in answers}) == 1


def test_user_error_goes_to_the_message_bar_and_is_logged_without_its_text(
    runner, bus, owner, qtbot, caplog
):
    caplog.set_level(logging.INFO)
    messages = []
    bus.message.connect(messages.append)

    def work(_context):
        raise FichierRefuse("Titre", "Le fichier est abîmé.", "Redemandez-le.")

    runner.run(work, owner=owner, done=pytest.fail)
    finish(runner, qtbot)

    assert messages == [
        Message(text="Le fichier est abîmé.", level=Level.ERREUR, remedy="Redemandez-le.")
    ]
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("INFO", "task refused: FichierRefuse")
    ]


def test_user_error_with_a_failure_callback_is_left_to_it(runner, bus, owner, qtbot):
    refused = FichierRefuse("Titre", "Message")
    failures = []

    def work(_context):
        raise refused

    with qtbot.assertNotEmitted(bus.message):
        runner.run(work, owner=owner, done=pytest.fail, failed=failures.append)
        finish(runner, qtbot)

    assert failures == [refused]


def test_bug_reaches_crash_dialog_failure_callback_and_log_without_typed_text(
    runner, owner, qtbot, caplog
):
    failures, faults = [], []
    runner.crashed.connect(faults.append)

    def broken_service(_context):
        raise KeyError(SECRET)

    runner.run(broken_service, owner=owner, done=pytest.fail, failed=failures.append)
    finish(runner, qtbot)

    assert isinstance(failures[0], KeyError)
    assert faults[0].kind == "KeyError"
    assert "broken_service" in faults[0].trace
    assert "broken_service" in caplog.text
    assert SECRET not in faults[0].trace + caplog.text


def test_destroyed_owner_receives_nothing(runner, qtbot, owner):
    survivor, received = QObject(), []
    gate = threading.Event()

    def work(_context):
        gate.wait(5)
        return "late"

    runner.run(work, owner=owner, done=received.append, progress=received.append)
    runner.run(lambda _context: "kept", owner=survivor, done=received.append)
    destroy(owner)
    gate.set()
    finish(runner, qtbot)

    assert received == ["kept"]


def test_progress_arrives_in_order_before_the_result(runner, owner, qtbot):
    heard = []

    def work(context):
        for step in range(3):
            context.report(step, 3, "Photos")
        return "fin"

    runner.run(work, owner=owner, done=heard.append, progress=heard.append)
    finish(runner, qtbot)

    assert heard == [
        Progress(0, 3, "Photos"),
        Progress(1, 3, "Photos"),
        Progress(2, 3, "Photos"),
        "fin",
    ]


def test_cancelled_task_stops_at_its_next_check(runner, owner, qtbot):
    started, gate, failures = threading.Event(), threading.Event(), []

    def work(context):
        started.set()
        gate.wait(5)
        context.check()
        pytest.fail("went on after the cancellation")

    handle = runner.run(
        work, owner=owner, done=pytest.fail, failed=failures.append, cancellable=True
    )
    assert started.wait(5)
    handle.cancel()
    gate.set()
    finish(runner, qtbot)

    assert [type(error) for error in failures] == [Annule]


def test_task_that_cannot_be_cancelled_goes_to_its_end(runner, owner, qtbot):
    gate, results = threading.Event(), []

    def work(context):
        gate.wait(5)
        context.check()
        return "écrit"

    handle = runner.run(work, owner=owner, done=results.append)
    handle.cancel()
    gate.set()
    finish(runner, qtbot)

    assert results == ["écrit"]


def test_task_cancelled_before_its_turn_never_begins(runner, owner, qtbot):
    gate, failures, begun = threading.Event(), [], []
    runner.run(lambda _context: gate.wait(5), owner=owner, done=lambda _value: None)
    handle = runner.run(
        begun.append, owner=owner, done=pytest.fail, failed=failures.append, cancellable=True
    )

    handle.cancel()
    gate.set()
    finish(runner, qtbot)

    assert begun == []
    assert [type(error) for error in failures] == [Annule]


def test_busy_and_idle_are_told_once_for_a_series_of_tasks(runner, owner, qtbot):
    told = []
    runner.busy.connect(lambda: told.append("busy"))
    runner.idle.connect(lambda: told.append("idle"))

    for _ in range(3):
        runner.run(lambda _context: None, owner=owner, done=lambda _value: None)
    finish(runner, qtbot)

    assert told == ["busy", "idle"]


def test_pictures_do_not_wait_for_the_database_nor_say_busy(runner, owner, qtbot):
    gate, pictures = threading.Event(), []
    runner.run(lambda _context: gate.wait(5), owner=owner, done=lambda _value: None)

    with qtbot.assertNotEmitted(runner.busy):
        runner.run(lambda _context: "vignette", owner=owner, done=pictures.append, lane=Lane.IMAGES)
        qtbot.waitUntil(lambda: pictures == ["vignette"], timeout=5000)

    gate.set()
    finish(runner, qtbot)


def test_end_of_a_picture_is_not_told_as_the_end_of_saving(runner, owner, qtbot):
    pictures = []

    with qtbot.assertNotEmitted(runner.idle):
        runner.run(lambda _context: "vignette", owner=owner, done=pictures.append, lane=Lane.IMAGES)
        qtbot.waitUntil(lambda: pictures == ["vignette"], timeout=5000)


def test_exception_in_a_callback_is_reported_and_the_runner_goes_on(runner, owner, qtbot):
    received = []

    def bad_callback(_value):
        raise ValueError("callback")

    with qtbot.captureExceptions() as exceptions:
        runner.run(lambda _context: 1, owner=owner, done=bad_callback)
        runner.run(lambda _context: 2, owner=owner, done=received.append)
        finish(runner, qtbot)

    assert [kind for kind, _error, _trace in exceptions] == [ValueError]
    assert received == [2]


def test_background_tells_a_refusal_and_lets_the_widget_give_up(runner, bus, owner, qtbot):
    given_up, messages = [], []
    bus.message.connect(messages.append)

    def work():
        raise FichierRefuse("Titre", "Photo illisible.")

    runner.background(owner)(work, pytest.fail, lambda: given_up.append(True))
    finish(runner, qtbot)

    assert given_up == [True]
    assert [message.text for message in messages] == ["Photo illisible."]


def test_close_ends_every_thread_and_delivers_nothing_more(bus, owner, qapp):
    before = set(threading.enumerate())
    runner = TaskRunner(bus)
    received = []
    for lane in Lane:
        runner.run(lambda _context: 1, owner=owner, done=received.append, lane=lane)

    runner.close()
    qapp.processEvents()

    assert received == []
    assert set(threading.enumerate()) == before
    with pytest.raises(RuntimeError):
        runner.run(lambda _context: 1, owner=owner, done=received.append)


def test_what_is_put_away_receives_nothing_more_and_the_others_do(runner, bus, owner, qtbot):
    away, inner, answered = QObject(), QObject(), []
    inner.setParent(away)
    said = []
    bus.message.connect(said.append)

    def refuse(_context):
        raise FichierRefuse("Refus", "Non.", "")

    for one in (away, inner, owner):
        runner.run(lambda _context: None, owner=one, done=lambda _, one=one: answered.append(one))
    runner.run(refuse, owner=inner, done=answered.append)

    runner.forget(away)
    finish(runner, qtbot)

    assert answered == [owner]
    assert said == []


def test_a_worker_can_wait_until_another_work_has_handed_its_answer_over(runner, owner, qtbot):
    order, go_on = [], threading.Event()

    handle = runner.run(
        lambda _context: go_on.wait(5), owner=owner, done=lambda _: order.append("first"),
        lane=Lane.IMAGES,
    )  # fmt: skip
    runner.run(lambda _context: handle.wait(5), owner=owner, done=order.append)
    go_on.set()
    finish(runner, qtbot)

    assert order == ["first", True]


def test_wait_returns_once_the_worker_is_free(runner, owner, qtbot):
    gate, ended = threading.Event(), []

    def work(_context):
        gate.wait(5)
        ended.append(True)

    runner.run(work, owner=owner, done=lambda _value: None)
    assert not runner.wait(0)
    gate.set()

    assert runner.wait()
    assert ended == [True]


class _Screen(QWidget):
    """Part of a cycle, as screens with bound slots are."""

    def __init__(self, ends):
        super().__init__()
        self.itself = self
        self.destroyed.connect(lambda: ends.append(threading.get_ident()), DIRECT)


def _allocate(_context):
    return len([[[] for _ in range(5_000)] for _ in range(50)])


def test_no_worker_collects_a_screen_that_nothing_shows_any_more(runner, owner, qtbot):
    ends: list[int] = []
    runner.run(lambda _context: None, owner=owner, done=lambda _value: None)
    finish(runner, qtbot)
    _Screen(ends)

    runner.run(_allocate, owner=owner, done=lambda _value: None)
    finish(runner, qtbot)
    assert set(ends) <= {threading.get_ident()}  # the loop may have done it already

    Collector.stand().collect()
    gc.collect()
    assert ends == [threading.get_ident()]


def test_no_thread_collects_a_screen_once_the_last_runner_is_closed(bus, owner, qtbot):
    ends: list[int] = []
    runner = TaskRunner(bus)
    runner.run(lambda _context: None, owner=owner, done=lambda _value: None)
    finish(runner, qtbot)
    runner.close()
    _Screen(ends)

    outlives = threading.Thread(target=_allocate, args=[None])
    outlives.start()
    outlives.join()
    assert set(ends) <= {threading.get_ident()}  # the loop may have done it already

    gc.collect()
    assert ends == [threading.get_ident()]
