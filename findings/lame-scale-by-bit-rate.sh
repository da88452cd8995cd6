#!/usr/bin/env bash
# wasm-media-encoders 0.7.0 (LAME 3.100) and mpg123-decoder (npm), seen 2026-12-01.
# Expected: a tone that is encoded as MP3 and decoded again has the level that it had, whatever the
# constant bit rate.
# Seen: LAME multiplies its input by a scale of its preset for the bit rate, 0.95 up to 160 kbit/s and
# 0.97 at 192, and neither the API nor the file says so: −0.45 and −0.26 dB. Clips of one set that are
# encoded at different bit rates differ in loudness; so do clips beside their uncompressed originals.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund wasm-media-encoders@0.7.0 mpg123-decoder@1.0.3
cat > see.mjs <<'JS'
import { MPEGDecoder } from "mpg123-decoder";
import { createMp3Encoder } from "wasm-media-encoders";
const RATE = 48_000;
const tone = Float32Array.from({ length: 2 * RATE }, (_, i) => 0.5 * Math.sin((2 * Math.PI * 997 * i) / RATE));
const level = (channel) => {
  const middle = channel.slice(RATE / 2, RATE);
  return 10 * Math.log10(middle.reduce((sum, v) => sum + v * v, 0) / middle.length);
};
async function change(bitrate) {
  const encoder = await createMp3Encoder();
  encoder.configure({ sampleRate: RATE, channels: 2, bitrate });
  const parts = [encoder.encode([tone, tone]).slice(), encoder.finalize().slice()];
  const decoder = new MPEGDecoder();
  await decoder.ready;
  const { channelData } = decoder.decode(Buffer.concat(parts));
  decoder.free();
  return level(channelData[0]) - level(tone);
}
const expected = { 128: 0.95, 160: 0.95, 192: 0.97 };
let changed = false;
for (const [bitrate, scale] of Object.entries(expected)) {
  const db = await change(Number(bitrate));
  const known = 20 * Math.log10(scale);
  console.log(`${bitrate} kbit/s: ${db.toFixed(3)} dB (a scale of ${scale} is ${known.toFixed(3)} dB)`);
  if (Math.abs(db - known) > 0.02) changed = true;
}
if (changed) {
  console.log("CHANGED: other scales than those seen before");
  process.exit(1);
}
JS
node see.mjs
