"""A team in one process: postes with wrong clocks, files that come late, twice or never.

Beside what the program computes, the team keeps its own account of who replaced what and of
what each author had seen. `Team.expected` is built from that account alone, without reading a
payload, so that it can contradict `desktop.domain.changes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from desktop.domain.changes import (
    SCHEMA,
    Change,
    ChangeId,
    Kind,
    RowState,
    Snapshot,
    Stamp,
    Value,
    Visibility,
    alias_payload,
    chain_next,
    chain_start,
    commitment,
    decision_payload,
    delete_payload,
    frontier,
    restore_payload,
    row_state,
    separation_payload,
    set_payload,
    standing_links,
    tick,
    union,
    visibility,
)

ESPACE = "espace-essai"
NOON = 1_795_000_000_000
YEAR_2050 = 2_540_000_000_000
REPLICAS = "abcdefghij"
FIELDS = ("texte", "lieu")

CLOCKS = st.one_of(st.sampled_from([0, NOON, NOON, YEAR_2050]), st.integers(NOON - 5, NOON + 5))
VALUES = st.sampled_from(["", "un", "deux", "1", 1, 0, True, False, None])


@dataclass(frozen=True)
class Step:
    """One thing that happens in the team; indexes are taken modulo what there is."""

    action: str
    who: int
    which: int
    name: str = "texte"
    value: Value = ""
    clock: int = NOON


ACTIONS = (
    *("root", "root", "child", "child", "edit", "edit", "edit", "edit", "both"),
    *("delete", "delete", "restore", "decide", "decide", "purge"),
    *("link", "link", "separate"),
    *("export", "deliver", "deliver", "meet", "meet", "part"),
)
STEPS = st.builds(
    Step,
    action=st.sampled_from(ACTIONS),
    who=st.integers(0, 9),
    which=st.integers(0, 30),
    name=st.sampled_from(FIELDS),
    value=VALUES,
    clock=CLOCKS,
)
HISTORIES = st.tuples(st.integers(2, 10), st.lists(STEPS, min_size=3, max_size=30))


@dataclass(frozen=True)
class Wrote:
    """What the team remembers of one value: `replaces` are the values its author replaced."""

    value: Value
    stamp: Stamp
    replaces: frozenset[ChangeId]


@dataclass(frozen=True)
class Fact:
    """What the team remembers of one change: `other` of a link, `withdrawn` of a separation."""

    id: ChangeId
    kind: str
    row: str
    root: str
    seen: frozenset[ChangeId]
    values: dict[str, Wrote] = field(default_factory=dict)
    other: str = ""
    withdrawn: frozenset[ChangeId] = frozenset()


class Poste:
    """One laptop: its name, the changes it holds and its own last stamp."""

    def __init__(self, team: Team, replica: str) -> None:
        self.team = team
        self.replica = replica
        self.held: dict[ChangeId, Change] = {}
        self.last: Stamp | None = None

    # --- actions of a person --------------------------------------------------------------

    def create(self, row: str, root: str | None = None, *, clock: int = NOON, **values: Value):
        """Create a row; without `root` it is a root itself."""
        return self._set(row, root or row, values, clock, decide=False)

    def edit(self, row: str, *, clock: int = NOON, **values: Value) -> Change:
        """Correct fields, having seen what this poste shows."""
        return self._set(row, self.root_of(row), values, clock, decide=False)

    def decide(self, row: str, *, clock: int = NOON, **values: Value) -> Change:
        """Close conflicts of a row."""
        return self._set(row, self.root_of(row), values, clock, decide=True)

    def delete(self, row: str, *, clock: int = NOON) -> Change:
        """Delete a row, and those linked to it, as far as this poste has seen them."""
        for member in sorted(self.group(row), reverse=True):
            payload = delete_payload(frontier(self.held.values()))
            last = self._write(Kind.DELETE, member, self.root_of(member), payload, clock)
        return last

    def restore(self, row: str, *, clock: int = NOON) -> Change:
        """Bring a row back with those linked to it, or settle a notice."""
        for member in sorted(self.group(row), reverse=True):
            payload = restore_payload(frontier(self.held.values()))
            last = self._write(Kind.RESTORE, member, self.root_of(member), payload, clock)
        return last

    def link(self, row: str, other: str, *, clock: int = NOON) -> None:
        """Say that two rows are the same thing: one change under each."""
        for one, two in ((row, other), (other, row)):
            payload = alias_payload(two)
            self._write(Kind.ALIAS, one, self.root_of(one), payload, clock, other=two)

    def separate(self, row: str, *, clock: int = NOON) -> None:
        """Withdraw every link of a row that stands here."""
        standing = standing_links(self.held.values())
        links = frozenset(key for key, rows in standing.items() if row in rows)
        payload = separation_payload(links)
        self._write(Kind.SEPARATION, row, self.root_of(row), payload, clock, withdrawn=links)

    def purge(self, root: str, *, clock: int = NOON) -> Change:
        """Erase everything under a root, for ever."""
        change = self._write(Kind.PURGE, root, root, {"motif": "fin"}, clock)
        self.held = union(self.held.values())
        return change

    # --- exchange -------------------------------------------------------------------------

    def file(self, up_to: int | None = None) -> list[Change]:
        """Return the log of this poste, or an old beginning of each author's part.

        An old beginning was written before any purge: texts erased since are still in it.
        """
        if up_to is None:
            return list(self.held.values())
        return [self.team.raw[key] for key in self.held if key.n <= up_to]

    def receive(self, file: Iterable[Change]) -> None:
        """Read a colleague's file."""
        self.held = union(self.held.values(), file)

    # --- what it shows --------------------------------------------------------------------

    def root_of(self, row: str) -> str:
        return next(change.root for change in self.held.values() if change.row == row)

    def state(self, row: str) -> RowState | None:
        """Return what is shown of a row: the fields of its whole group, if it stands for one."""
        group = self.group(row) if self.canon(row) == row else {row}
        return row_state(change for change in self.held.values() if change.row in group)

    def group(self, row: str) -> frozenset[str]:
        return next((g for g in self.team.groups(self.held) if row in g), frozenset({row}))

    def canon(self, row: str) -> str:
        return min(self.group(row))

    def shown(self, row: str, name: str = "texte") -> Value:
        state = self.state(row)
        assert state is not None
        return state.values()[name]

    def conflicts(self, row: str) -> tuple[str, ...]:
        state = self.state(row)
        return () if state is None else state.conflicts()

    def heads(self, row: str, name: str = "texte") -> list[Value]:
        state = self.state(row)
        return [] if state is None else [head.value for head in state.heads.get(name, ())]

    def visibility(self, root: str) -> Visibility:
        return visibility([c for c in self.held.values() if c.root == root], root)

    # --- inside ---------------------------------------------------------------------------

    def _set(
        self, row: str, root: str, values: dict[str, Value], clock: int, *, decide: bool
    ) -> Change:
        stamp = tick(clock, self.last)
        state = self.state(row)
        if decide:
            assert state is not None
            payload = decision_payload(state, values, stamp)
        else:
            payload = set_payload(state, values, stamp)
        wrote = {
            name: self.team.account(self.held, row, name, value, stamp, decide=decide)
            for name, value in values.items()
        }
        return self._write(Kind.SET, row, root, payload, clock, values=wrote)

    def _write(
        self, kind: str, row: str, root: str, payload: dict[str, Any], clock: int, **fact: Any
    ) -> Change:
        n = frontier(self.held.values()).get(self.replica, 0) + 1
        self.last = tick(clock, self.last)
        change = make_change(
            self.replica, n, kind=kind, row=row, root=root, payload=payload, stamp=self.last
        )
        self.team.facts[change.id] = Fact(
            change.id, str(kind), row, root, frozenset(self.held), **fact
        )
        self.team.raw[change.id] = change
        self.held[change.id] = change
        return change


class Team:
    """Postes of one espace, the files that were written, and the account of what was done."""

    def __init__(self, size: int) -> None:
        self.postes = [Poste(self, replica) for replica in REPLICAS[:size]]
        self.files: list[list[Change]] = []
        self.facts: dict[ChangeId, Fact] = {}
        self.raw: dict[ChangeId, Change] = {}
        self._created = 0

    def __iter__(self):
        return iter(self.postes)

    def new_row(self) -> str:
        self._created += 1
        return f"ligne-{self._created:02d}"

    def meet(self) -> None:
        """Let everyone read everyone, twice: the second time nothing is new."""
        for _ in range(2):
            for target in self.postes:
                for source in self.postes:
                    target.receive(source.file())

    def play(self, steps: Iterable[Step]) -> None:
        for step in steps:
            self.act(step)

    def act(self, step: Step) -> None:  # noqa: C901, PLR0912 - one case per action
        """Do one step, or nothing where it makes no sense (nothing to edit, unknown row)."""
        poste = self.postes[step.who % len(self.postes)]
        other = self.postes[(step.who + 1 + step.which) % len(self.postes)]
        roots, rows = _alive_rows(poste)
        values = {step.name: step.value}
        match step.action:
            case "root":
                poste.create(self.new_row(), clock=step.clock, **values)
            case "child" if roots:
                poste.create(self.new_row(), _pick(roots, step), clock=step.clock, **values)
            case "edit" if rows:
                poste.edit(_pick(rows, step), clock=step.clock, **values)
            case "both" if rows:
                both = dict.fromkeys(FIELDS, step.value)
                poste.edit(_pick(rows, step), clock=step.clock, **both)
            case "decide" if rows:
                poste.decide(_pick(rows, step), clock=step.clock, **values)
            case "delete" if rows:
                poste.delete(_pick(rows, step), clock=step.clock)
            case "restore" if rows:
                poste.restore(_pick(rows, step), clock=step.clock)
            case "purge" if roots and step.which % 3 == 0:
                poste.purge(_pick(roots, step), clock=step.clock)
            case "link" if len(rows) > 1:
                poste.link(_pick(rows, step), rows[(step.which // 7) % len(rows)], clock=step.clock)
            case "separate" if rows:
                poste.separate(min(poste.group(_pick(rows, step))), clock=step.clock)
            case "export":
                self.files.append(poste.file())
            case "deliver" if self.files:
                poste.receive(self.files[step.which % len(self.files)])
            case "meet":
                poste.receive(other.file())
            case "part":
                poste.receive(other.file(up_to=step.which // 4))

    # --- the independent account ----------------------------------------------------------

    def account(
        self,
        held: Iterable[ChangeId],
        row: str,
        name: str,
        value: Value,
        stamp: Stamp,
        *,
        decide: bool,
    ) -> Wrote:
        """Work out what a value replaces, knowing only what its author holds."""
        rivals = self.rivals(held, row, name)
        if not decide:
            rivals = [
                (wrote, key)
                for wrote, key in rivals
                if (type(wrote.value), wrote.value)
                == (type(rivals[0][0].value), rivals[0][0].value)
            ]
        for wrote, _ in rivals:
            if stamp <= wrote.stamp:
                stamp = Stamp(wrote.stamp.ms, wrote.stamp.counter + 1)
        return Wrote(value, stamp, frozenset(key for _, key in rivals))

    def rivals(self, held: Iterable[ChangeId], row: str, name: str) -> list[tuple[Wrote, ChangeId]]:
        """Return the values of a field that no held change replaced, the shown one first."""
        group = next((g for g in self.groups(held) if min(g) == row), frozenset({row}))
        facts = [
            (self.facts[key].values[name], key)
            for key in held
            if self.facts[key].row in group and name in self.facts[key].values
        ]
        replaced = {old for wrote, _ in facts for old in wrote.replaces}
        left = [(wrote, key) for wrote, key in facts if key not in replaced]
        return sorted(left, key=lambda item: (item[0].stamp, item[1]), reverse=True)

    def groups(self, held: Iterable[ChangeId]) -> list[frozenset[str]]:
        """Return the rows that people of these changes hold for the same thing, two or more."""
        facts = [self.facts[key] for key in held]
        purged = {fact.root for fact in facts if fact.kind == "purge"}
        left = [fact for fact in facts if fact.root not in purged]
        known = {fact.row for fact in left if fact.kind == "set"}
        gone = {link for fact in left for link in fact.withdrawn}
        found = [{row} for row in known]
        for fact in left:
            if fact.kind == "alias" and fact.id not in gone and {fact.row, fact.other} <= known:
                one = next(group for group in found if fact.row in group)
                two = next(group for group in found if fact.other in group)
                if one is not two:
                    found.remove(two)
                    one |= two
        return [frozenset(group) for group in found if len(group) > 1]

    def expected(self, held: Iterable[ChangeId]) -> dict[str, Any]:
        """Return what a poste that holds these changes must show."""
        facts = [self.facts[key] for key in held]
        keys = {fact.id for fact in facts}
        purged = {fact.root for fact in facts if fact.kind == "purge"}
        roots = {fact.row: fact.root for fact in facts}
        groups = {row: group for group in self.groups(keys) for row in group}
        own = {
            row: self._seen(facts if row == root else [f for f in facts if f.row == row], row, root)
            for row, root in roots.items()
        }
        fields, hidden, notices = {}, set(), set()
        for row, root in roots.items():
            if root in purged:
                hidden.add(row)
                continue
            for name in FIELDS:
                found = self.rivals(keys, row, name)
                if found:
                    fields[row, name] = [(wrote.value, key) for wrote, key in found]
            group = groups.get(row, {row})
            if row != min(group):
                hidden.add(row)
                continue
            if not any(self._is_shown(member, roots, groups, facts, own) for member in group):
                hidden.add(row)
            if any(own[member][1] for member in group):
                notices.add(row)
        return {
            "fields": fields, "hidden": hidden, "notices": notices, "purged": purged,
            "groups": {row: min(group) for row, group in groups.items()},
        }  # fmt: skip

    def _is_shown(
        self,
        row: str,
        roots: dict[str, str],
        groups: dict[str, frozenset[str]],
        facts: Sequence[Fact],
        own: dict[str, tuple[bool, bool]],
    ) -> bool:
        """Say whether a row lives: not deleted, nor every row that is one with its root."""
        if row == roots[row]:
            return own[row][0]
        above = groups.get(roots[row], {roots[row]})
        lives = [
            own.get(other, (True, False))[0]  # a root may be known by its children only
            and self._seen(facts, roots.get(other, other), roots.get(other, other))[0]
            for other in above
        ]
        return any(lives) and own[row][0]

    def _seen(self, facts: Sequence[Fact], target: str, root: str) -> tuple[bool, bool]:
        under = [fact for fact in facts if fact.root == root]
        deletes = [fact for fact in under if fact.kind == "delete" and fact.row == target]
        restores = [fact for fact in under if fact.kind == "restore" and fact.row == target]
        unseen = [
            fact
            for fact in under
            if fact.kind != "delete" and not any(fact.id in delete.seen for delete in deletes)
        ]
        open_deletes = [
            delete for delete in deletes if not any(delete.id in back.seen for back in restores)
        ]
        return bool(unseen), bool(unseen and open_deletes)


def summary(snapshot: Snapshot) -> dict[str, Any]:
    """Return a snapshot in the form of `Team.expected`."""
    return {
        "fields": {
            (row, name): [(head.value, head.id) for head in heads]
            for row, state in snapshot.rows.items()
            for name, heads in state.heads.items()
        },
        "hidden": set(snapshot.hidden),
        "notices": set(snapshot.notices),
        "purged": set(snapshot.purged),
        "groups": dict(snapshot.groups),
    }


def make_change(
    replica: str = "a",
    n: int = 1,
    *,
    kind: str = Kind.SET,
    row: str = "ligne",
    root: str | None = None,
    payload: dict[str, Any] | None = None,
    stamp: Stamp = Stamp(NOON, 0),  # noqa: B008 - a named tuple cannot be altered
    **fields: Any,
) -> Change:
    """Make one change whose commitment fits its payload."""
    salt = f"sel-{replica}-{n}"
    body = {"texte": {"v": "un", "x": []}} if payload is None else payload
    return Change(
        replica=replica,
        n=n,
        stamp=stamp,
        author=f"personne-{replica}",
        kind=str(kind),
        entity=fields.pop("entity", "constat"),
        row=row,
        root=root or row,
        schema=fields.pop("schema", SCHEMA),
        salt=salt,
        payload=body,
        commitment=commitment(salt, body),
        **fields,
    )


def chain(changes: Iterable[Change], espace_id: str = ESPACE) -> bytes:
    """Return the running hash after changes of one replica."""
    digest = chain_start(espace_id)
    for change in changes:
        digest = chain_next(digest, change)
    return digest


def _same(one: Value, other: Value) -> bool:
    return type(one) is type(other) and one == other


def _alive_rows(poste: Poste) -> tuple[list[str], list[str]]:
    """Return the roots and rows a person can name on this poste; a purged one is gone."""
    purged = {change.root for change in poste.held.values() if change.kind == Kind.PURGE}
    rows = {c.row: c.root for c in poste.held.values() if c.root not in purged and c.kind == "set"}
    shown = {row: min(group) for group in poste.team.groups(poste.held) for row in group}
    rows = {row: root for row, root in rows.items() if shown.get(row, row) == row}
    return sorted(row for row, root in rows.items() if row == root), sorted(rows)


def _pick(rows: Sequence[str], step: Step) -> str:
    return rows[step.which % len(rows)]
