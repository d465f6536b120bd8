/**
 * The machine: a flat list of instructions, executed by every thread alike.
 *
 * Each thread walks the same program and does its part of every instruction;
 * the program says where the threads must meet. There is no heap, no table and
 * no data segment: instances on one memory do not touch each other.
 *
 *     context       a thread's number, scratch and pulse
 *     instruction   words, addresses, a thread's part
 *     barrier       where threads meet
 *     stage, run    dense runs: conversion to them, row operations on them
 *     pack, gemm    the matrix product
 *     exponential, logarithm, trigonometric, error_function
 *     unary, binary, rows, generate
 */

import {
  F64,
  OP_BARRIER,
  OP_BINARY,
  OP_DIAG,
  OP_FILL,
  OP_GATHER,
  OP_GEMM,
  OP_IOTA,
  OP_KRON,
  OP_NORM,
  OP_REDUCE,
  OP_SOFTMAX,
  OP_TRI,
  OP_UNARY,
  STATUS_DONE,
  WORD_COMPUTE,
  WORD_OP,
  WORDS,
} from "../layout";
import { meet } from "./barrier";
import { binary } from "./binary";
import { enter } from "./context";
import { gemm } from "./gemm";
import { diag, fill, gather, iota, kron, tri } from "./generate";
import { word } from "./instruction";
import { norm, reduce, softmax } from "./rows";
import { unary } from "./unary";

function execute<T>(op: i32, at: usize, number: i32): void {
  switch (op) {
    case OP_GEMM:
      return gemm<T>(at);
    case OP_UNARY:
      return unary<T>(at);
    case OP_BINARY:
      return binary<T>(at);
    case OP_SOFTMAX:
      return softmax<T>(at);
    case OP_REDUCE:
      return reduce<T>(at);
    case OP_NORM:
      return norm<T>(at);
    case OP_GATHER:
      return gather<T>(at, number);
    case OP_FILL:
      return fill<T>(at);
    case OP_IOTA:
      return iota<T>(at);
    case OP_TRI:
      return tri<T>(at);
    case OP_DIAG:
      return diag<T>(at);
    case OP_KRON:
      return kron<T>(at);
    default:
      unreachable();
  }
}

/** Runs `count` instructions as one of `threads`; all threads have finished when any returns. Returns a STATUS. */
export function run(program: usize, count: i32, thread: i32, threads: i32, control: usize): i32 {
  enter(control, thread, threads);
  for (let i = 0; i < count; i++) {
    const at = program + <usize>i * (WORDS * 4);
    const op = word(at, WORD_OP);
    if (op == OP_BARRIER) {
      const status = meet();
      if (status != STATUS_DONE) return status;
    } else if (word(at, WORD_COMPUTE) == F64) execute<f64>(op, at, i + 1);
    else execute<f32>(op, at, i + 1);
  }
  return meet();
}
