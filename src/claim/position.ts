/**
 * Positions: a shift is one rotation for all positions.
 *
 * Notation   p: C × 1 positions, ω: 1 × r frequencies, R_k: 2r × 2r the shift by k
 */
import { type Architecture, type Context, type Position, tokenVariable } from "../model/architecture.ts";
import { negate } from "../term/definition.ts";
import { type Dim, dim } from "../term/dimension.ts";
import { type Statement, statement } from "../term/statement.ts";
import {
  add,
  diag,
  hcat,
  identity,
  kron,
  map,
  mul,
  ones,
  scalarVariable,
  scale,
  size,
  type Term,
  transpose,
  tri,
  variable,
  vcat,
  zeros,
} from "../term/term.ts";
import { type Assertion, assertion } from "./assertion.ts";
import { type Claim, type ExpectedRefutation, headAt, type NotApplicable, type Site } from "./claim.ts";

const NOTES = "A. Jermyn, Brief Notes on Transformers, 2022";
const [one, zero] = [ones(1, 1), zeros(1, 1)];
const QUARTER_TURN = vcat(hcat(zero, negate(one)), hcat(one, zero));

/**
 * The shift of sinusoidal positions by k: a rotation by k·ω_i in each plane.
 *
 * shape   k: 1 × 1, ω: 1 × r → 2r × 2r
 */
export function shiftRotation(k: Term, omega: Term): Term {
  const angles = transpose(scale(k, omega));
  return add(kron(diag(map("cos", angles)), identity(2)), kron(diag(map("sin", angles)), QUARTER_TURN));
}

type Frequencies = Extract<Position, { omega: Term }>;

function ifPosition(
  kind: Frequencies["kind"],
  state: (omega: Term, site: Site) => Statement,
): (site: Site) => Statement | NotApplicable {
  return (site) => {
    const { position } = site.architecture;
    return position.kind === kind ? state(position.omega, site) : { notApplicable: `positions are ${position.kind}` };
  };
}

/** Positions moved by a number. shape  p: C × 1, k: 1 × 1 → C × 1 */
function moved(p: Term, k: Term): Term {
  return add(p, mul(ones(p.rows, 1), k));
}

/** What an embedding adds for positions: what it makes of no token at all. shape  p: C × 1 → C × E */
function addedAt(p: Term, { context, embed, vocabulary }: Architecture): Term {
  return embed(zeros(p.rows, vocabulary), { ...context(p.rows), positions: p });
}

const [a, b] = [scalarVariable("a"), scalarVariable("b")];

const shift: Claim = {
  id: "position/sinusoidal-shift",
  title: "shifting a sinusoidal position is one linear map, the same for all positions",
  formula: "S(p + a) = S(p)·R_a",
  scope: "model",
  source: NOTES,
  state: ifPosition("sinusoidal", (omega, { architecture }) => {
    const p = variable("p", "C", 1);
    const S = (positions: Term) => addedAt(positions, architecture);
    return statement(S(moved(p, a)), "=", mul(S(p), shiftRotation(a, omega)), [p, a]);
  }),
};

const orthogonal: Claim = {
  id: "position/shift-orthogonal",
  title: "the shift of a sinusoidal position is a rotation: orthogonal",
  formula: "R_aᵀ·R_a = I",
  scope: "model",
  source: NOTES,
  state: ifPosition("sinusoidal", (omega) => {
    const R = shiftRotation(a, omega);
    return statement(mul(transpose(R), R), "=", identity(R.rows), [a]);
  }),
};

const group: Claim = {
  id: "position/shift-group",
  title: "shifts of sinusoidal positions compose: a then b is a + b",
  formula: "R_a·R_b = R_{a+b}",
  scope: "model",
  source: NOTES,
  state: ifPosition("sinusoidal", (omega) =>
    statement(mul(shiftRotation(a, omega), shiftRotation(b, omega)), "=", shiftRotation(add(a, b), omega), [a, b]),
  ),
};

/** Why rotations do not make weights relative where no product of queries and keys is taken first. */
const NO_PRODUCT: ExpectedRefutation = { because: "features of turned entries are no function of the turned product" };

const relative: Claim = {
  id: "position/rotary-relative",
  title: "rotary scores depend on the offset of positions only",
  formula: "A(y; p + a) = A(y; p)",
  scope: "head",
  source: "Su et al. 2021, RoFormer, eq. 16",
  refutedFor: ({ weighing }) => (weighing === "linear" ? NO_PRODUCT : undefined),
  state: ifPosition("rotary", (_, site) => {
    const { architecture } = site;
    const y = variable("y", "C", architecture.width);
    const context = architecture.context("C");
    const later: Context = { ...context, positions: moved(context.positions, a) };
    return statement(
      architecture.pattern(y, headAt(site, later)),
      "=",
      architecture.pattern(y, headAt(site, context)),
      [y, a],
    );
  }),
};

/** Tokens that stand `s` places later: their positions, and their rows of a table of learned ones. */
function laterBy(s: string, context: Context, C: string): Context {
  return {
    ...context,
    positions: moved(context.positions, size(s)),
    place: (table) => {
      const from = (above: Dim): Term => tri(C, table.rows, { above });
      const below = tri(C, table.rows, { above: dim(s), below: dim(1) });
      return mul(add(from(dim(s)), negate(below)), table); // row i is row i + s of the table
    },
  };
}

const shiftOfAll: Claim = {
  id: "position/shift",
  title: "where a text begins does not matter: embedded tokens attend alike when all stand s places later",
  formula: "A(embed(t; p + s); p + s) = A(embed(t; p); p)",
  scope: "head",
  source: "Su et al. 2021, RoFormer; Press et al. 2021, ALiBi",
  refutedFor: ({ position, weighing }) => {
    if (position.kind === "sinusoidal" || position.kind === "learned")
      return { because: `positions (${position.kind}) are added to the stream` };
    if (position.kind === "rotary" && weighing === "linear") return NO_PRODUCT;
    return undefined;
  },
  state: (site) => {
    const { architecture } = site;
    const t = tokenVariable(architecture, "C");
    const context = architecture.context("C");
    const attended = (seen: Context): Term => architecture.pattern(architecture.embed(t, seen), headAt(site, seen));
    return statement(attended(laterBy("s", context, "C")), "=", attended(context), [t]);
  },
};

/** A complex matrix `X + iY` as a real one: the realification. shape  n × m → 2n × 2m */
const COMPLEX = (X: string, Y: string): string => `hcat(vcat(${X}, ${Y}), vcat(-(${Y}), ${X}))`;
const AT = (p: string): string => COMPLEX(`cos(${p}*w)`, `sin(${p}*w)`);
/** The columns (1, i) and (1, −i): eigenvectors of every rotation of the plane. */
const EIGENVECTORS = COMPLEX("hcat(vcat(1, 0), vcat(1, 0))", "hcat(vcat(0, 1), vcat(0, -1))");
const ADJOINT = COMPLEX("hcat(vcat(1, 1), vcat(0, 0))", "hcat(vcat(0, 0), vcat(-1, 1))");

/** Assertions about positions in the complex picture. */
export const positionAssertions: readonly Assertion[] = [
  assertion({
    id: "position/complex-shift-diagonal",
    title: "in complex form the shift by k is the diagonal matrix of e^{iωk}",
    formula: `${AT("(p + k*ones(C, 1))")} = ${AT("p")}*${COMPLEX("diag(cos(k*w'))", "diag(sin(k*w'))")}`,
    given: "p: C×1; w: 1×r; k: scalar",
    source: NOTES,
  }),
  assertion({
    id: "position/rotation-diagonalised",
    title: "one unitary change of basis, the same for all angles, makes a rotation diag(e^{−it}, e^{it})",
    formula: `(1/2)*(${ADJOINT}*${COMPLEX("rot(t)", "zeros(2, 2)")}*${EIGENVECTORS}) = ${COMPLEX(
      "diag(vcat(cos(t), cos(t)))",
      "diag(vcat(-sin(t), sin(t)))",
    )}`,
    given: "t: scalar",
    source: NOTES,
  }),
];

/** The claims about positions. */
export const positionClaims: readonly Claim[] = [shift, orthogonal, group, relative, shiftOfAll];
