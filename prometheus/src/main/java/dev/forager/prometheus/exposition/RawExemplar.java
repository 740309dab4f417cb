// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus.exposition;

import dev.forager.prometheus.Labels;

/**
 * An exemplar as a target exposes it.
 *
 * @param hasTime whether it has a time of its own
 * @param timeMillis since the epoch
 */
public record RawExemplar(Labels labels, double value, boolean hasTime, long timeMillis) {}
