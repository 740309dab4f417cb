// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Permanent;

/**
 * Takes nothing: stands where no pipeline wants what a component sends. Immutable.
 *
 * @param reason what the sender is told
 */
record NoTarget(String reason) implements Consumer {
    @Override
    public void consume(Telemetry telemetry, Context context) throws Permanent {
        throw new Permanent(reason);
    }
}
