// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.pprof;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.IgnoredKey;
import java.util.Map;

/** Where profiles are given out. */
@IgnoredKey(
        keys = "dialer",
        types = Map.class,
        reason = "it concerns clients, and this is a server")
public record PprofConfig(
        @Doc("Address to listen on, host:port.") @Default("localhost:1777") String endpoint,
        @Doc("Above 0: recordings hold every wait of a thread of at least so many nanoseconds.")
                @Default("0")
                int blockProfileFraction,
        @Doc("Above 0: recordings hold every wait for a lock.") @Default("0")
                int mutexProfileFraction,
        @Doc("File for a recording (JFR) of the whole run, written at the end.") @Default("''")
                String saveToFile) {}
