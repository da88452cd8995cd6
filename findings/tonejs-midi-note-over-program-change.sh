#!/usr/bin/env bash
# @tonejs/midi 2.0.28 (npm), seen 2026-12-01.
# Expected: a note lasts from its note-on to the note-off of its channel and pitch, whatever stands
# between them. (Standard MIDI Files 1.0: events of a track are one stream.)
# Seen: the library splits a track where its program changes. A C2 of four quarters over which the
# program changes after the first (arco to pizzicato, a common thing in string parts) is lost, with or
# without other notes after it; nothing tells of it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund @tonejs/midi@2.0.28 midi-file@1.2.4
cat > see.cjs <<'JS'
const { Midi } = require("@tonejs/midi");
const { writeMidi } = require("midi-file");
const on = (noteNumber) => ({ type: "noteOn", channel: 0, noteNumber, velocity: 80 });
const off = (noteNumber) => ({ type: "noteOff", channel: 0, noteNumber, velocity: 0 });
const change = { type: "programChange", channel: 0, programNumber: 45 };
const Q = 480;
function notes(events) {
  let last = 0;
  const track = events.map(([tick, event]) => {
    const deltaTime = tick - last;
    last = tick;
    return { ...event, deltaTime };
  });
  track.push({ deltaTime: 0, meta: true, type: "endOfTrack" });
  const bytes = writeMidi({ header: { format: 0, numTracks: 1, ticksPerBeat: Q }, tracks: [track] });
  return new Midi(Uint8Array.from(bytes)).tracks
    .flatMap((t) => t.notes)
    .map((n) => `${n.name} at ${n.ticks / Q} for ${n.durationTicks / Q}`);
}
const once = [[0, on(36)], [Q, change], [4 * Q, off(36)]];
const twice = [...once, [6 * Q, on(36)], [7 * Q, off(36)]];
const other = [...once, [4 * Q, on(60)], [5 * Q, off(60)]];
const seen = { once: notes(once), twice: notes(twice), other: notes(other) };
console.log(JSON.stringify(seen, null, 1));
const right = (list) => list.includes("C2 at 0 for 4");
if (Object.values(seen).some(right)) {
  console.log("CHANGED: the note has its length");
  process.exit(1);
}
JS
node see.cjs
