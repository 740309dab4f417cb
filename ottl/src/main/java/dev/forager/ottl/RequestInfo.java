// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.pdata.Value;

/**
 * What is known of the request that brought the telemetry: the paths under {@code otelcol}. A
 * component that has a client to speak of hands an implementation to {@link Cursor#request}.
 */
public interface RequestInfo {
    /** Nothing is known. */
    RequestInfo NONE =
            new RequestInfo() {
                @Override
                public String address() {
                    return "";
                }

                @Override
                public Value.MapV authAttributes() {
                    return Value.MapV.of();
                }

                @Override
                public Value.MapV metadata() {
                    return Value.MapV.of();
                }
            };

    /** Where the client is; empty if unknown. */
    String address();

    /** What authentication found out. */
    Value.MapV authAttributes();

    /** Headers of the request: arrays of strings. */
    Value.MapV metadata();
}
