// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.groupbytrace;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.ContentKey;
import dev.forager.pdata.Value;
import dev.forager.pdata.ValueText;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is released together. */
public enum EmitStrategy {
    /** All spans of a trace. */
    TRACE {
        @Override
        ContentKey group(Attributes resource) {
            return ALL;
        }
    },
    /** The spans of a trace that belong to one call of a service. */
    SERVICE {
        @Override
        ContentKey group(Attributes resource) {
            var key = new ContentKey.Builder();
            if (!resource.contains("service.name")) {
                return key.add(resource).build();
            }
            return key.add(text(resource.get("service.namespace")))
                    .add(text(resource.get("service.name")))
                    .add(text(resource.get("service.instance.id")))
                    .build();
        }
    };

    private static final ContentKey ALL = new ContentKey.Builder().build();

    /** What of a trace the spans of this resource are gathered with. */
    abstract ContentKey group(Attributes resource);

    private static String text(@Nullable Value value) {
        return value == null ? "" : ValueText.of(value);
    }

    /**
     * The strategy of this name.
     *
     * @throws IllegalArgumentException for another text
     */
    public static EmitStrategy parse(String text) {
        for (EmitStrategy strategy : values()) {
            if (strategy.toString().equals(text)) {
                return strategy;
            }
        }
        throw new IllegalArgumentException(
                "unknown emit_strategy \"%s\": valid values are \"%s\" and \"%s\""
                        .formatted(text, TRACE, SERVICE));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
