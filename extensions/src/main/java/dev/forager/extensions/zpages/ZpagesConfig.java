// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.zpages;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Inline;
import dev.forager.transport.HttpServerConfig;

/** Where the pages are. */
public record ZpagesConfig(
        @Inline @Default("{endpoint: localhost:55679}") HttpServerConfig server,
        @Doc("Figures of the process as JSON.") @Default("{}") Expvar expvar) {

    /** Figures of the process as JSON. */
    public record Expvar(@Doc("Serves /debug/expvarz.") @Default("false") boolean enabled) {}
}
