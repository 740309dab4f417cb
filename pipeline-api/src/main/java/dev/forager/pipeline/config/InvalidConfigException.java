// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A configuration record whose values do not go together. The binder turns it into a problem with a
 * position.
 */
public final class InvalidConfigException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final @Nullable String key;

    /** What an excerpt of the text and further mistakes in it say, a line each. */
    private final transient List<String> further;

    /** Refusals of other keys of the same record. */
    private final transient List<InvalidConfigException> others;

    /** A refusal; {@code key} is relative to the record, null for the record as a whole. */
    public InvalidConfigException(String message, @Nullable String key) {
        this(message, key, List.of(), List.of());
    }

    private InvalidConfigException(
            String message,
            @Nullable String key,
            List<String> further,
            List<InvalidConfigException> others) {
        super(message);
        this.key = key;
        this.further = further;
        this.others = others;
    }

    /**
     * A refusal whose text has several lines: excerpts with a mark under what is wrong. Whoever
     * makes the text has escaped the line breaks of what it quotes.
     */
    public static InvalidConfigException ofLines(String text, @Nullable String key) {
        List<String> lines = text.lines().toList();
        return new InvalidConfigException(
                lines.getFirst(), key, lines.subList(1, lines.size()), List.of());
    }

    /** Several refusals as one, at least one. */
    static InvalidConfigException ofAll(List<InvalidConfigException> refusals) {
        InvalidConfigException first = refusals.getFirst();
        return new InvalidConfigException(
                String.valueOf(first.getMessage()),
                first.key,
                first.further,
                List.copyOf(refusals.subList(1, refusals.size())));
    }

    /** The key inside the record that is wrong. */
    public @Nullable String key() {
        return key;
    }

    /** What else is refused in the same record; mostly nothing. */
    public List<InvalidConfigException> others() {
        return others;
    }

    /** The lines below the message; mostly none. */
    public List<String> further() {
        return further;
    }
}
