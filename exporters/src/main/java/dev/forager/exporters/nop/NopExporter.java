// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.nop;

import dev.forager.pdata.Payload;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Exporter;

/** Throws everything away without a look. Immutable. */
final class NopExporter implements Exporter {
    @Override
    public long export(Payload payload, Context context) {
        return 0;
    }
}
