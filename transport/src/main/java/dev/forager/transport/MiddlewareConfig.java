// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.config.Doc;
import java.util.List;

/** A reference to a middleware extension; read so that it can be refused by name. */
public record MiddlewareConfig(@Doc("Id of the extension.") ComponentId id) {
    /** Refuses a list that is not empty: no extension of ours is a middleware. */
    public static List<MiddlewareConfig> none(List<MiddlewareConfig> middlewares) {
        require(
                middlewares.isEmpty(),
                "middlewares",
                "middleware extensions are not supported: remove the key");
        return List.of();
    }
}
