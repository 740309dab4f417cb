// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.config;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Min;
import dev.forager.transport.HttpServerConfig;

/** A server that shows the targets of the receiver, in the form of Prometheus' own API. */
public record ApiServerConfig(
        @Doc("Whether there is one.") @Default("false") boolean enabled,
        @Doc("Most connections at once.") @Default("512") @Min(1) int maxConnections,
        @Doc("Where and how it listens.")
                @Default("{endpoint: '127.0.0.1:9090', read_timeout: 10m}")
                HttpServerConfig serverConfig) {}
