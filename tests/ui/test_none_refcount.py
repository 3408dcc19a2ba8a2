"""Qt calls give back the references they take: PySide6 6.12.0 does not, on Python 3.11.

There, each call of a method that returns nothing loses one reference to `None`, and each true
answer one to `True`. A few thousand calls later the interpreter dies, long after a short test
suite has passed. Hence the count itself is tested, for the calls that a window and a PDF make
all day.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from typing_extensions import override

pytestmark = pytest.mark.skipif(
    sys.version_info >= (3, 12), reason="these objects are immortal from Python 3.12 on"
)

CALLS = 300
TOLERANCE = 20
"""References that come and go by themselves while the calls run."""


def test_no_qt_call_loses_references_to_shared_objects():
    finished = subprocess.run(  # noqa: S603 - this very file
        [sys.executable, __file__],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    drifts: dict[str, list[int]] = json.loads(finished.stdout)

    assert len(drifts) > 25
    losing = {call: drift for call, drift in drifts.items() if min(drift) < -TOLERANCE}
    assert losing == {}


@pytest.mark.parametrize("step", [-1, 0])
def test_the_count_sees_a_loss(step):
    """The measure itself: a call that drops a reference it does not own is noticed."""
    kept = [None] * 10_000

    drift = _drift(kept.pop if step else lambda: None)

    assert (drift[0] < -TOLERANCE) == bool(step)


def _drift(call: Callable[[], object]) -> list[int]:
    shared = (None, True, False)
    call()
    before = [sys.getrefcount(value) for value in shared]
    for _ in range(CALLS):
        call()
    return [sys.getrefcount(value) - count for value, count in zip(shared, before, strict=True)]


def _qt_calls() -> dict[str, Callable[[], object]]:
    from PySide6 import QtCore, QtGui, QtWidgets

    class Model(QtCore.QAbstractTableModel):
        @override
        def rowCount(self, parent=None):
            return 20

        @override
        def columnCount(self, parent=None):
            return 3

        @override
        def data(self, index, role=QtCore.Qt.ItemDataRole.DisplayRole):
            return "été" if role == QtCore.Qt.ItemDataRole.DisplayRole else None

    class Painted(QtWidgets.QWidget):
        @override
        def paintEvent(self, event):
            painter = QtGui.QPainter(self)
            painter.drawText(self.rect(), "été")
            painter.end()

    class Emitter(QtCore.QObject):
        happened = QtCore.Signal(object)

    app = QtWidgets.QApplication([])
    image = QtGui.QImage(100, 100, QtGui.QImage.Format.Format_RGB32)
    small = QtGui.QImage(10, 10, QtGui.QImage.Format.Format_RGB32)
    painter = QtGui.QPainter(image)
    rect = QtCore.QRectF(0, 0, 50, 20)
    model, emitter = Model(), Emitter()
    view, painted = QtWidgets.QTableView(), Painted()
    view.setModel(model)
    view.show()
    painted.show()
    app.processEvents()
    emitter.happened.connect(lambda _value: None)
    label, field, choice = QtWidgets.QLabel(), QtWidgets.QLineEdit(), QtWidgets.QComboBox()
    rows, scene = QtWidgets.QListWidget(), QtWidgets.QGraphicsScene()
    key = QtCore.Qt.Key.Key_A
    plain = QtCore.Qt.KeyboardModifier.NoModifier
    pressed = QtGui.QKeyEvent(QtCore.QEvent.Type.KeyPress, key, plain, "a")

    def timer() -> None:
        QtCore.QTimer.singleShot(0, lambda: None)
        app.processEvents()

    return {
        "QImage.fill": lambda: image.fill(0),
        "QPainter.drawText": lambda: painter.drawText(rect, "été"),
        "QPainter.drawText at a point": lambda: painter.drawText(5, 5, "été"),
        "QPainter.drawRect": lambda: painter.drawRect(rect),
        "QPainter.drawLine": lambda: painter.drawLine(1, 1, 5, 5),
        "QPainter.drawImage": lambda: painter.drawImage(rect, small),
        "QPainter.setFont": lambda: painter.setFont(QtGui.QFont()),
        "QPainter.setPen": lambda: painter.setPen(QtGui.QPen()),
        "QPainter.setBrush": lambda: painter.setBrush(QtGui.QBrush()),
        "QPainter.save": lambda: (painter.save(), painter.restore()),
        "QLabel.setText": lambda: label.setText("été"),
        "QLineEdit.setText": lambda: field.setText("été"),
        "QLineEdit key": lambda: app.sendEvent(field, pressed),
        "QComboBox.addItem": lambda: (choice.addItem("été", None), choice.clear()),
        "QComboBox.currentData": choice.currentData,
        "QListWidget.addItem": lambda: (rows.addItem("été"), rows.clear()),
        "QGraphicsScene.addRect": lambda: (scene.addRect(rect), scene.clear()),
        "QAbstractItemModel.data": lambda: model.data(model.index(1, 1)),
        "dataChanged.emit": lambda: model.dataChanged.emit(model.index(0, 0), model.index(1, 1)),
        "QTableView.setModel": lambda: view.setModel(model),
        "QTableView.scrollTo": lambda: view.scrollTo(model.index(15, 0)),
        "QTableView repaint": lambda: view.viewport().repaint(),
        "own paintEvent": painted.repaint,
        "own signal": lambda: emitter.happened.emit(None),
        "QTimer.singleShot": timer,
        "QWidget": QtWidgets.QWidget,
        "QBoxLayout.addStretch": lambda: QtWidgets.QVBoxLayout().addStretch(),
        "QObject.findChild": lambda: painted.findChild(QtWidgets.QLabel, "absent"),
        "QWidget.isVisible": painted.isVisible,
        "QAction.setShortcut": lambda: QtGui.QAction("été").setShortcut("Ctrl+S"),
        "QCoreApplication.translate": lambda: app.translate("a", "b"),
    }


def _measure() -> None:
    # A store of references: a losing version is measured before it kills the interpreter.
    _store = [[value] * 1_000_000 for value in (None, True, False)]
    calls = _qt_calls()  # holds what is painted on until the end
    drifts = {name: _drift(call) for name, call in calls.items()}
    sys.stdout.write(json.dumps(drifts))
    sys.stdout.flush()
    os._exit(0)  # tearing Qt down is not what is measured


if __name__ == "__main__":
    _measure()
