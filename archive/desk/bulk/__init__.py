"""BULK: one change in many works: chosen, looked at beforehand, made in batches, told, and taken back.

The works are fixed when they are chosen (`choosing`), each with the moment of its last change. Operations
(`operations`) know one work at a time (`works`); `running` walks through all of them: to count, to change, to
undo. Every walk asks `editable_by(user)` again and leaves out what somebody has edited meanwhile.
"""
