import type { Sampler } from "tone";
import { soundLine } from "@/app/(public)/compose/_workers/lines";
import type { OnShare } from "@/app/(public)/compose/_workers/messages";
import { HIGHEST_PITCH, LOWEST_PITCH } from "@/lib/compose/alphabet";
import { type Note, STEPS_PER_QUARTER } from "@/lib/music/notes";

type Tone = typeof import("tone");

/** How long a key rings on after it is let go, as in the study's renderer, about. */
const RELEASE_SECONDS = 0.3;
const START_SECONDS = 0.06;

/** What is played: notes on the grid, at a tempo, from a step to a step. */
export interface Passage {
  notes: readonly Note[];
  tempo: number;
  from: number;
  until: number;
}

/** The study's piano in Tone's sampler, and the clock of the playback. */
class Player {
  private tone: Tone | null = null;
  private loading: Promise<Sampler> | null = null;
  private sampler: Sampler | null = null;
  private frame = 0;
  private readonly listeners = new Set<(step: number | null) => void>();

  /** Loads the piano, once. */
  prepare(onShare?: OnShare): Promise<Sampler> {
    this.loading ??= this.load(onShare).catch((error) => {
      this.loading = null;
      throw error;
    });
    return this.loading;
  }

  private async load(onShare?: OnShare): Promise<Sampler> {
    const request = { kind: "samples", lowest: LOWEST_PITCH, highest: HIGHEST_PITCH } as const;
    const [tone, { samples, sampleRate }] = await Promise.all([
      import("tone"),
      soundLine.ask(request, { onShare }),
    ]);
    const urls = samples.map(({ pitch, left, right }) => {
      const buffer = new AudioBuffer({ length: left.length, numberOfChannels: 2, sampleRate });
      buffer.copyToChannel(left as Float32Array<ArrayBuffer>, 0);
      buffer.copyToChannel(right as Float32Array<ArrayBuffer>, 1);
      return [pitch, new tone.ToneAudioBuffer(buffer)] as const;
    });
    this.tone = tone;
    this.sampler = new tone.Sampler({ urls: Object.fromEntries(urls), release: RELEASE_SECONDS });
    this.sampler.toDestination();
    return this.sampler;
  }

  /** True once a key would sound at once. */
  get ready(): boolean {
    return this.sampler !== null;
  }

  private async awake(): Promise<Tone> {
    const { audioSession } = navigator as { audioSession?: { type: string } };
    // A phone's mute switch silences Web Audio unless the page says that it plays music.
    if (audioSession) audioSession.type = "playback";
    await this.prepare();
    await this.tone!.start();
    return this.tone!;
  }

  /** A key goes down; before the piano is there nothing sounds. */
  press(pitch: number): void {
    if (!this.sampler) return void this.prepare().catch(() => {});
    this.awake()
      .then((tone) => this.sampler?.triggerAttack(tone.Midi(pitch).toFrequency()))
      // A browser that gives no sound lets notes be written all the same.
      .catch(() => {});
  }

  /** A key comes up. */
  release(pitch: number): void {
    const { tone, sampler } = this;
    if (tone && sampler) sampler.triggerRelease(tone.Midi(pitch).toFrequency());
  }

  /** Lets a pitch sound for a moment. */
  touch(pitch: number): void {
    this.press(pitch);
    setTimeout(() => this.release(pitch), 250);
  }

  /** Plays a passage; `onStep` listeners hear where it is. */
  async play({ notes, tempo, from, until }: Passage): Promise<void> {
    const tone = await this.awake();
    this.stop();
    const transport = tone.getTransport();
    const seconds = (step: number) => (step * 60) / (tempo * STEPS_PER_QUARTER);
    for (const { pitch, start, duration } of notes) {
      if (start < from || start >= until) continue;
      const frequency = tone.Midi(pitch).toFrequency();
      transport.schedule(
        (time) => {
          this.sampler?.triggerAttackRelease(frequency, seconds(duration), time);
        },
        seconds(start - from),
      );
    }
    transport.start(`+${START_SECONDS}`, 0);
    const follow = () => {
      const step = from + transport.seconds / seconds(1);
      if (step >= until) return this.stop();
      this.tell(step);
      this.frame = requestAnimationFrame(follow);
    };
    this.frame = requestAnimationFrame(follow);
  }

  /** Ends the playback. */
  stop(): void {
    cancelAnimationFrame(this.frame);
    const { tone, sampler } = this;
    if (tone) {
      tone.getTransport().stop();
      tone.getTransport().cancel();
      sampler?.releaseAll();
    }
    this.tell(null);
  }

  /** Clicks on the beats of a count-in and a recording, and tells the time of the first beat. */
  async metronome(tempo: number, beats: number): Promise<{ stop: () => void; firstBeat: number }> {
    const tone = await this.awake();
    const click = new tone.Synth({ oscillator: { type: "square" }, volume: -22 }).toDestination();
    click.envelope.set({ attack: 0.001, decay: 0.03, sustain: 0, release: 0.01 });
    const begin = tone.now() + 0.1;
    for (let beat = 0; beat < beats; beat++) {
      const note = beat % STEPS_PER_QUARTER === 0 ? "A6" : "A5";
      click.triggerAttackRelease(note, 0.03, begin + (beat * 60) / tempo);
    }
    const lag = tone.now() - tone.immediate();
    const firstBeat = performance.now() + (begin - tone.now() + lag) * 1000;
    const rest = (beats * 60_000) / tempo + 1000;
    const stop = () => {
      click.volume.value = Number.NEGATIVE_INFINITY;
      // Clicks that are planned can't be called back; a synth taken away under them would fail.
      setTimeout(() => click.dispose(), rest);
    };
    return { firstBeat, stop };
  }

  /** Tells a listener the step of the playback, null when it ends. @returns how to stop telling */
  listen(listener: (step: number | null) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tell(step: number | null): void {
    for (const listener of this.listeners) listener(step);
  }
}

/** The one player of the page. */
export const player = new Player();
