// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import dev.forager.pdata.Signal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code signal} or {@code signal/name}: the key of a pipeline. Immutable.
 *
 * @param signal what flows through it
 * @param name tells apart several of one signal; null for the plain one
 */
public record PipelineId(Signal signal, @Nullable String name) implements Comparable<PipelineId> {
    /**
     * Reads {@code signal[/name]}.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static PipelineId parse(String text) {
        ComponentId id = ComponentId.parse(text);
        for (Signal signal : Signal.values()) {
            if (signal.id().equals(id.type())) {
                return new PipelineId(signal, id.name());
            }
        }
        throw new IllegalArgumentException(
                "in \"%s\" id: unknown pipeline signal: \"%s\"".formatted(text, id.type()));
    }

    // Written out, as in ComponentId: what a record gets by itself is linked at every start.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PipelineId that
                && signal == that.signal
                && Objects.equals(name, that.name);
    }

    @Override
    public int hashCode() {
        return 31 * signal.hashCode() + Objects.hashCode(name);
    }

    @Override
    public int compareTo(PipelineId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return name == null ? signal.id() : signal.id() + "/" + name;
    }
}
