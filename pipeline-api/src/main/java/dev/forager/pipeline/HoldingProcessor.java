// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

/**
 * A processor that takes telemetry over and hands it on later, from threads of its own: a batcher,
 * a sampler of whole traces. The engine counts what goes in and out; only the processor knows what
 * it still has.
 */
public interface HoldingProcessor extends Processor {
    /**
     * Items taken over and neither handed on nor given up yet. Thread-safe; zero after {@link
     * #stop}. What has gone in, did not come out and is not held counts as dropped here.
     */
    long heldItems();
}
