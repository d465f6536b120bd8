/**
 * A decoder written as such things are written: with batches, a cache, padding, packing, a window and two kernels.
 *
 * It knows nothing of terms, so that what is found about it is found from outside. Each step that a public project got
 * wrong is a part that can be replaced: a bug is one part, and everything else stays as it is.
 */
import type { FunctionModel, Nested } from "../../src/runtime/function.ts";
import type { Config, Small, Stored } from "./weights.ts";

/** One query and one key, where they are. */
export interface Pair {
  /** Which sequence of the batch. */
  readonly sequence: number;
  /** Places in the whole sequence, the past included. */
  readonly query: number;
  readonly key: number;
  /** The query's row in this run. */
  readonly row: number;
  readonly past: number;
  /** How many queries and keys there are in this run. */
  readonly queries: number;
  readonly keys: number;
  readonly window: number | undefined;
  /** Whether a mask was given. */
  readonly masked: boolean;
}

/** The steps that may be replaced. */
export interface Parts {
  /** What the model says of itself: that its tokens see only what is before them. */
  readonly causal: boolean;
  /** Whether a query sees a key, padding and packing apart. */
  readonly sees: (pair: Pair) => boolean;
  /** Whether a mask of a batch lets a key of sequence b be seen. */
  readonly kept: (masks: readonly (readonly number[])[], b: number, key: number, past: number) => boolean;
  /** Whether two tokens of a row are of one packed sequence. */
  readonly together: (segments: readonly number[], query: number, key: number, masked: boolean) => boolean;
  /** What is added to a score: a slope or a table by distance. */
  readonly bias: (head: number, pair: Pair, config: Config) => number;
  /** The places of tokens where none are given. */
  readonly places: (run: {
    readonly length: number;
    readonly past: number;
    readonly calls: number;
    readonly keep?: readonly number[];
    readonly segments?: readonly number[];
  }) => readonly number[];
  readonly angle: (place: number, frequency: number, of: "query" | "key" | "value") => number;
  /** Of what is projected, what places turn. */
  readonly turned: readonly ("query" | "key" | "value")[];
  /** The two coordinates of plane i of r. */
  readonly plane: (i: number, r: number, of: "query" | "key" | "value") => readonly [number, number];
  /** What scores are multiplied by. */
  readonly factor: (config: Config, run: Pick<Pair, "queries" | "keys">) => number;
  readonly keyHead: (head: number, config: Config, run: Pick<Pair, "queries" | "keys">) => number;
  readonly epsilon: (config: Config) => number;
  /** Over which of the rows of a batch a norm's mean is taken: of row c of sequence b. */
  readonly normRows: (x: Batch, b: number, c: number) => readonly (readonly number[])[];
  /** The mean of squares and ε to the root that a norm divides by. */
  readonly root: (meanOfSquares: number, epsilon: number, count: number) => number;
  readonly gain: (gain: number, config: Config) => number;
  /** What scores become where a token is hidden; undefined is no score at all. */
  readonly hidden: (score: number) => number | undefined;
  /** The weights of a row of scores; undefined where nothing is seen. */
  readonly softmax: (scores: readonly (number | undefined)[]) => readonly number[];
  /** All weights of a head from all its scores: row by row. */
  readonly weigh: (
    scores: readonly (readonly (number | undefined)[])[],
    softmax: Parts["softmax"],
  ) => readonly (readonly number[])[];
  /** What is left of the keys or values of an earlier run. */
  readonly recall: (
    kept: readonly (readonly (readonly number[])[])[],
    b: number,
    run: { readonly queries: number; readonly window: number | undefined },
  ) => readonly (readonly number[])[];
  /** Whether a run adds its keys to those of the run that it goes on after, in their place. */
  readonly inPlace: boolean;
  /** What is added to the stream, to what, and what the feed-forward part reads. */
  readonly residual: (x: number, moved: number) => number;
  readonly mlpInput: "middle" | "start";
  readonly activation: (u: number, config: Config) => number;
  readonly embedFactor: (config: Config) => number;
  /** Logits of a batch, on their way out. */
  readonly rowsOut: (logits: Batch) => Batch;
  /** The neurons of each shard. */
  readonly shards: (neurons: number) => readonly (readonly number[])[];
  /** Which third of the stored projection is the query's, the key's and the value's. */
  readonly thirds: readonly [number, number, number];
  readonly headBias: Stored | undefined;
  readonly scoreCap: (config: Config) => number | undefined;
  /** What is added to a projection's output: an adapter's part. */
  readonly adapter: (name: string, row: readonly number[]) => readonly number[] | undefined;
}

/** B × C × n numbers. */
export type Batch = readonly (readonly (readonly number[])[])[];

function upTo(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

/** What every part does when it is right. */
export const HEALTHY: Parts = {
  causal: true,
  sees: ({ query, key, window }) => key <= query && (window === undefined || key > query - window),
  places: ({ length, past, keep, segments }) => {
    const before = keep === undefined ? past : keep.slice(0, past).filter((kept) => kept === 1).length;
    const seen = new Map<number, number>();
    return upTo(length).map((i) => {
      const segment = segments?.[i] ?? 0;
      const place = seen.get(segment) ?? 0;
      if (keep?.[past + i] !== 0) seen.set(segment, place + 1);
      return before + place;
    });
  },
  kept: (masks, b, key) => masks[b]![key] !== 0,
  together: (segments, query, key) => segments[query] === segments[key],
  bias: () => 0,
  angle: (place, frequency) => place * frequency,
  turned: ["query", "key"],
  plane: (i, r) => [i, i + r],
  factor: ({ headWidth, queryScalar }) => 1 / Math.sqrt(queryScalar ?? headWidth),
  keyHead: (head, { heads, keyHeads }) => Math.floor(head / (heads / keyHeads)),
  epsilon: ({ epsilon }) => epsilon,
  normRows: (x, b, c) => [x[b]![c]!],
  softmax: (scores) => {
    const highest = Math.max(...scores.map((score) => score ?? Number.NEGATIVE_INFINITY));
    if (highest === Number.NEGATIVE_INFINITY) return scores.map(() => 0); // nothing is seen, so nothing is moved
    const weights = scores.map((score) => (score === undefined ? 0 : Math.exp(score - highest)));
    const sum = weights.reduce((a, b) => a + b, 0);
    return weights.map((weight) => weight / sum);
  },
  root: (meanOfSquares, epsilon) => Math.sqrt(meanOfSquares + epsilon),
  gain: (gain, { model_type }) => (model_type === "gemma2" ? 1 + gain : gain),
  hidden: () => undefined,
  weigh: (scores, softmax) => scores.map(softmax),
  recall: (kept, b) => kept[b]!,
  inPlace: false,
  residual: (x, moved) => x + moved,
  mlpInput: "middle",
  activation: (u, { model_type }) => (model_type === "llama" || model_type === "mistral" ? silu(u) : geluTanh(u)),
  embedFactor: ({ model_type, width }) => (model_type === "gemma2" ? Math.sqrt(width) : 1),
  rowsOut: (logits) => logits,
  shards: (neurons) => [upTo(neurons)],
  thirds: [0, 1, 2],
  headBias: undefined,
  scoreCap: ({ scoreCap }) => scoreCap,
  adapter: () => undefined,
};

/** Parts that make an encoder of it: each token sees all. */
export const ENCODER: Partial<Parts> = { causal: false, sees: () => true };

/** What a run leaves for the next: keys and values of each layer, for each sequence. */
interface State {
  readonly calls: number;
  readonly keys: readonly (readonly (readonly number[])[])[][];
  readonly values: readonly (readonly (readonly number[])[])[][];
}

/** A decoder of a checkpoint, with some parts replaced. */
export function decoder({ config, tensors }: Small, replaced: Partial<Parts> = {}): FunctionModel<State> {
  const parts: Parts = { ...HEALTHY, ...replaced };
  const { layers, window, model_type } = config;
  const rotary = model_type !== "gpt2";
  return {
    name: model_type,
    traits: {
      vocabulary: config.vocabulary,
      causal: parts.causal,
      positions: rotary ? "relative" : "absolute",
      inputs: rotary ? ["attention_mask", "position_ids", "segment_ids"] : ["attention_mask", "segment_ids"],
      outputs: [...upTo(layers + 1).map((i) => `hidden_states.${i}`), "logits"],
      cache: parts.causal,
      ...(config.positions === undefined ? {} : { longest: config.positions }),
      ...(window === undefined ? {} : { window }),
    },
    run: (inputs, { precision, past }) => {
      const run = new Run(config, tensors, parts, precision === "f32" ? Math.fround : (x) => x);
      return run.forward(inputs, past);
    },
  };
}

interface Inputs {
  readonly input_ids: readonly (readonly number[])[];
  readonly attention_mask?: readonly (readonly number[])[];
  readonly position_ids?: readonly (readonly number[])[];
  readonly segment_ids?: readonly (readonly number[])[];
}

/** One run in one precision; every sum and product rounds. */
class Run {
  readonly #config: Config;
  readonly #tensors: Small["tensors"];
  readonly #parts: Parts;
  readonly #round: (x: number) => number;

  constructor(config: Config, tensors: Small["tensors"], parts: Parts, round: (x: number) => number) {
    this.#config = config;
    this.#tensors = tensors;
    this.#parts = parts;
    this.#round = round;
  }

  forward(inputs: Inputs, past: State | undefined): { outputs: Record<string, Nested>; state: State } {
    const { layers, model_type } = this.#config;
    const kept = { keys: [] as State["keys"][number][], values: [] as State["values"][number][] };
    const before = past?.keys[0]?.[0]?.length ?? 0;
    const calls = past?.calls ?? 0;
    const places = inputs.input_ids.map((ids, b) => {
      const keep = inputs.attention_mask?.[b];
      const segments = inputs.segment_ids?.[b];
      const extra = { ...(keep === undefined ? {} : { keep }), ...(segments === undefined ? {} : { segments }) };
      return inputs.position_ids?.[b] ?? this.#parts.places({ length: ids.length, past: before, calls, ...extra });
    });
    const embedding = this.#stored(model_type === "gpt2" ? "transformer.wte.weight" : "model.embed_tokens.weight");
    const factor = this.#round(this.#parts.embedFactor(this.#config));
    let x: Batch = inputs.input_ids.map((ids, b) =>
      ids.map((id, c) => {
        const row = this.#row(embedding, id).map((e) => this.#round(e * factor));
        if (model_type !== "gpt2") return row;
        return this.#add(row, this.#row(this.#stored("transformer.wpe.weight"), places[b]![c]!));
      }),
    );
    const outputs: Record<string, Nested> = { "hidden_states.0": x };
    for (let layer = 0; layer < layers; layer++) {
      x = this.#block(x, layer, inputs, places, past, kept);
      outputs[`hidden_states.${layer + 1}`] = x;
    }
    outputs.logits = this.#parts.rowsOut(this.#logits(x));
    return { outputs, state: { calls: calls + 1, ...kept } };
  }

  #block(
    x: Batch,
    layer: number,
    inputs: Inputs,
    places: readonly (readonly number[])[],
    past: State | undefined,
    kept: { keys: State["keys"][number][]; values: State["values"][number][] },
  ): Batch {
    const names = this.#names(layer);
    const y = this.#norm(x, names.norm1);
    const keys: (readonly (readonly number[])[])[] = [];
    const values: (readonly (readonly number[])[])[] = [];
    const attended = y.map((rows, b) => {
      const [queries, newKeys, newValues] = this.#projections(rows, layer, places[b]!);
      keys[b] = this.#goingOn(past?.keys[layer], newKeys, b, layer);
      values[b] = this.#goingOn(past?.values[layer], newValues, b, layer);
      const heads = this.#attend(queries, keys[b]!, values[b]!, layer, inputs, b);
      return heads.map((row) => this.#linear(names.output, row));
    });
    kept.keys.push(keys);
    kept.values.push(values);
    const moved = names.post1 === undefined ? attended : this.#norm(attended, names.post1);
    const middle = this.#sum(x, moved);
    const read = this.#parts.mlpInput === "middle" ? middle : x;
    const z = this.#norm(read, names.norm2).map((rows) => rows.map((row) => this.#mlp(row, layer)));
    return this.#sum(middle, names.post2 === undefined ? z : this.#norm(z, names.post2));
  }

  /** Keys or values of an earlier run, and those of this one. */
  #goingOn(
    before: State["keys"][number] | undefined,
    more: readonly (readonly number[])[],
    b: number,
    layer: number,
  ): readonly (readonly number[])[] {
    if (before === undefined) return more;
    const window = this.#windowOf(layer);
    const all = [...this.#parts.recall(before, b, { queries: more.length, window }), ...more];
    if (this.#parts.inPlace) (before[b] as (readonly number[])[]).push(...more);
    return all;
  }

  #windowOf(layer: number): number | undefined {
    const { model_type, window } = this.#config;
    return model_type === "gemma2" && layer % 2 === 1 ? undefined : window;
  }

  #names(layer: number) {
    const { model_type } = this.#config;
    if (model_type === "gpt2") {
      const at = `transformer.h.${layer}`;
      return { norm1: `${at}.ln_1`, norm2: `${at}.ln_2`, output: `${at}.attn.c_proj` };
    }
    const at = `model.layers.${layer}`;
    const [norm1, output] = [`${at}.input_layernorm`, `${at}.self_attn.o_proj`];
    const after = `${at}.post_attention_layernorm`;
    return model_type === "gemma2"
      ? {
          norm1,
          output,
          post1: after,
          norm2: `${at}.pre_feedforward_layernorm`,
          post2: `${at}.post_feedforward_layernorm`,
        }
      : { norm1, output, norm2: after };
  }

  /** Queries, keys and values, all heads side by side; the first two turned by their places. */
  #projections(rows: readonly (readonly number[])[], layer: number, places: readonly number[]) {
    const { model_type, width } = this.#config;
    if (model_type === "gpt2") {
      const all = rows.map((row) => this.#linear(`transformer.h.${layer}.attn.c_attn`, row));
      return this.#parts.thirds.map((third) => all.map((row) => row.slice(third * width, (third + 1) * width))) as [
        number[][],
        number[][],
        number[][],
      ];
    }
    const at = `model.layers.${layer}.self_attn`;
    const turned = (name: string, of: "query" | "key" | "value") =>
      rows.map((row, i) => {
        const projected = this.#linear(`${at}.${name}`, row);
        return this.#parts.turned.includes(of) ? this.#turn(projected, places[i]!, of) : projected;
      });
    return [turned("q_proj", "query"), turned("k_proj", "key"), turned("v_proj", "value")] as const;
  }

  #turn(row: readonly number[], place: number, of: "query" | "key" | "value"): readonly number[] {
    const { headWidth: d, theta } = this.#config;
    const r = d / 2;
    const result = [...row];
    for (let head = 0; head < row.length / d; head++)
      for (let i = 0; i < r; i++) {
        const angle = this.#round(this.#parts.angle(place, this.#round(theta ** (-i / r)), of));
        const [cos, sin] = [this.#round(Math.cos(angle)), this.#round(Math.sin(angle))];
        const [a, b] = this.#parts.plane(i, r, of).map((at) => head * d + at) as [number, number];
        result[a] = this.#round(this.#round(row[a]! * cos) - this.#round(row[b]! * sin));
        result[b] = this.#round(this.#round(row[b]! * cos) + this.#round(row[a]! * sin));
      }
    return result;
  }

  #attend(
    queries: readonly (readonly number[])[],
    keys: readonly (readonly number[])[],
    values: readonly (readonly number[])[],
    layer: number,
    { attention_mask, segment_ids }: Inputs,
    b: number,
  ): readonly (readonly number[])[] {
    const config = this.#config;
    const { heads, headWidth: d } = config;
    const past = keys.length - queries.length;
    const counts = { queries: queries.length, keys: keys.length };
    const window = this.#windowOf(layer);
    const factor = this.#round(this.#parts.factor(config, counts));
    const cap = this.#parts.scoreCap(config);
    const segments = segment_ids?.[b];
    const masked = attention_mask !== undefined;
    const moved = upTo(heads).map((head) => {
      const from = this.#parts.keyHead(head, config, counts) * d;
      const scores = queries.map((query, row) => {
        const own = query.slice(head * d, (head + 1) * d);
        return keys.map((key, at) => {
          const pair = { sequence: b, query: past + row, key: at, row, past, ...counts, window, masked };
          const visible =
            this.#parts.sees(pair) &&
            (attention_mask === undefined || this.#parts.kept(attention_mask, b, at, past)) &&
            (segments === undefined || this.#parts.together(segments, row, at, masked));
          const score = this.#round(factor * this.#dot(own, key, from) + this.#parts.bias(head, pair, config));
          const capped = cap === undefined ? score : this.#round(cap * Math.tanh(score / cap));
          return visible ? capped : this.#parts.hidden(capped);
        });
      });
      return this.#parts
        .weigh(scores, this.#parts.softmax)
        .map((weights) =>
          upTo(d).map((j) =>
            weights.reduce(
              (sum, weight, at) => this.#round(sum + this.#round(this.#round(weight) * values[at]![from + j]!)),
              0,
            ),
          ),
        );
    });
    return queries.map((_, row) => moved.flatMap((head) => head[row]!));
  }

  #mlp(row: readonly number[], layer: number): readonly number[] {
    const config = this.#config;
    const { model_type, neurons, width } = config;
    const groups = this.#parts.shards(neurons);
    if (model_type === "gpt2") {
      const inner = this.#linear(`transformer.h.${layer}.mlp.c_fc`, row).map((u) =>
        this.#round(this.#parts.activation(u, config)),
      );
      return this.#linear(`transformer.h.${layer}.mlp.c_proj`, inner);
    }
    const at = `model.layers.${layer}.mlp`;
    const [gate, up] = [this.#linear(`${at}.gate_proj`, row), this.#linear(`${at}.up_proj`, row)];
    const down = this.#stored(`${at}.down_proj.weight`);
    return groups
      .map((shard): readonly number[] =>
        upTo(width).map((e) =>
          shard.reduce((sum, f) => {
            const inner = this.#round(this.#round(this.#parts.activation(gate[f]!, config)) * up[f]!);
            return this.#round(sum + this.#round(inner * down.data[e * neurons + f]!));
          }, 0),
        ),
      )
      .reduce((a, b) => this.#add(a, b));
  }

  #logits(x: Batch): Batch {
    const { model_type, logitCap } = this.#config;
    const normed = this.#norm(x, model_type === "gpt2" ? "transformer.ln_f" : "model.norm");
    const tied = model_type === "gpt2" ? "transformer.wte.weight" : "model.embed_tokens.weight";
    const head = this.#stored("lm_head.weight" in this.#tensors ? "lm_head.weight" : tied);
    const [V = 0] = head.shape;
    const bias = this.#parts.headBias;
    return normed.map((rows) =>
      rows.map((row) =>
        upTo(V).map((v) => {
          const logit = this.#dot(row, this.#row(head, v), 0);
          const biased = bias === undefined ? logit : this.#round(logit + bias.data[v]!);
          return logitCap === undefined ? biased : this.#round(logitCap * Math.tanh(biased / logitCap));
        }),
      ),
    );
  }

  #norm(x: Batch, name: string): Batch {
    const { model_type } = this.#config;
    const gain = this.#stored(`${name}.weight`).data;
    const bias = model_type === "gpt2" ? this.#stored(`${name}.bias`).data : undefined;
    const epsilon = this.#parts.epsilon(this.#config);
    const mean = (values: readonly number[]): number =>
      this.#round(values.reduce((sum, u) => this.#round(sum + u), 0) / values.length);
    return x.map((rows, b) =>
      rows.map((row, c) => {
        const over = this.#parts.normRows(x, b, c);
        const centre = bias === undefined ? 0 : mean(over.flat());
        const squares = over.flat().map((u) => this.#round(this.#round(u - centre) ** 2));
        const scale = this.#round(1 / this.#parts.root(mean(squares), epsilon, row.length));
        return row.map((u, e) => {
          const factor = this.#parts.gain(gain[e]!, this.#config);
          const scaled = this.#round(this.#round(this.#round(u - centre) * scale) * factor);
          return bias === undefined ? scaled : this.#round(scaled + bias[e]!);
        });
      }),
    );
  }

  /** A projection with its bias: stored [out, in], and by GPT-2 [in, out]. */
  #linear(name: string, row: readonly number[]): readonly number[] {
    const weight = this.#stored(`${name}.weight`);
    const byColumns = this.#config.model_type === "gpt2";
    const [rows = 0, cols = 0] = weight.shape;
    const bias = this.#tensors[`${name}.bias`];
    const out = upTo(byColumns ? cols : rows).map((o) => {
      const sum = row.reduce((total, u, i) => {
        const w = weight.data[byColumns ? i * cols + o : o * cols + i]!;
        return this.#round(total + this.#round(u * w));
      }, 0);
      return bias === undefined ? sum : this.#round(sum + bias.data[o]!);
    });
    const adapted = this.#parts.adapter(name, row);
    return adapted === undefined ? out : this.#add(out, adapted.map(this.#round));
  }

  #stored(name: string): Stored {
    const found = this.#tensors[name];
    if (found === undefined) throw new Error(`no tensor ${name}`);
    return found;
  }

  #row({ shape: [, cols = 0], data }: Stored, at: number): readonly number[] {
    return Array.from(data.subarray(at * cols, (at + 1) * cols));
  }

  #dot(a: readonly number[], b: readonly number[], from: number): number {
    return a.reduce((sum, u, i) => this.#round(sum + this.#round(u * b[from + i]!)), 0);
  }

  #add(a: readonly number[], b: readonly number[]): readonly number[] {
    return a.map((u, i) => this.#round(u + b[i]!));
  }

  #sum(x: Batch, y: Batch): Batch {
    const add = (u: number, moved: number): number => this.#round(this.#parts.residual(u, moved));
    return x.map((rows, b) => rows.map((row, c) => row.map((u, e) => add(u, y[b]![c]![e]!))));
  }
}

function silu(u: number): number {
  return u / (1 + Math.exp(-u));
}

function geluTanh(u: number): number {
  return (u / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (u + 0.044715 * u ** 3)));
}
