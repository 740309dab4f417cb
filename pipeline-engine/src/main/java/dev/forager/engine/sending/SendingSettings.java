// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import dev.forager.engine.ledger.ExporterCounts;
import dev.forager.pipeline.MemoryBudget;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What the sending stages of one exporter work with.
 *
 * @param name of the exporter and its signal, for thread names
 * @param logger of the exporter
 * @param timing time and chance
 * @param memory the budget that queued data is reserved from
 * @param counts the exporter's counters
 * @param spans the collector's own; null where nobody wants them
 */
public record SendingSettings(
        String name,
        Logger logger,
        Timing timing,
        MemoryBudget memory,
        ExporterCounts counts,
        @Nullable DeliverySpans spans) {}
