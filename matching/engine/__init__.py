"""Arrays in, arrays out: who suits whom, as numbers. Knows neither Django nor Celery.

The way of a run, in the order in which to read it:

1. ``snapshot``: what it starts from: goals, mentors and ruled-out pairs (as ``tables``,
   which ``mapped`` lays into files). ``text`` has what people wrote, ``factors`` how well
   two suit each other in one respect.
2. ``both_sides`` is what a worker is asked for, and ``score`` does it block by block.
   ``arranged`` says who is taken together; ``first_look`` (with ``estimates``) estimates
   every pair; ``filters`` and ``counts`` say whom the rules leave out; ``best`` finds
   whom to look at closely, for goals, and ``best_goals`` for mentors; ``combine`` weighs.
3. ``scored`` is what was found, of all workers together.
4. ``choose`` makes lists of it: out of ``candidates``, with ``flow`` for who is first,
   ``acceptance`` for the others, ``ties`` for equals.
5. ``measure`` says what was achieved; ``supply`` what mentors are open to, and
   ``homophily`` whether pairs that began are more alike than by chance.

Between runs: ``standing`` finds the lists that a changed mentor enters, and
``choose.choose_one`` makes one list again. For admins: ``proposals`` pairs everybody,
with ``pinned`` pairs of their own; ``regret`` says what choices cost, ``what_if`` what
would change.

Words: a *goal* is one mentee's; a *pair* is a goal and a mentor; a *candidate* is a pair
that no rule removes and that was kept. A *place* is room for one mentee; places have a
*kind*, the ``format`` that a goal asks for. A pair is *evident* if something that the
mentor wrote bears on the goal. Ids come from the database and mean the same everywhere;
row numbers mean something in one table only.
"""
