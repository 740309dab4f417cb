// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes names of labels from keys of attributes; remembers a bounded number. Thread-safe. */
public final class LabelNames {
    /** Keys are few; a sender that invents them must not fill the memory. */
    private static final int MOST_REMEMBERED = 10_000;

    private final boolean isEscaping;
    private final Map<String, String> known = new ConcurrentHashMap<>();

    /** Names by this strategy. */
    public LabelNames(TranslationStrategy strategy) {
        isEscaping = strategy.isEscaping();
    }

    /**
     * The label for a key.
     *
     * @throws UntranslatableException when nothing is left of the key
     */
    public String build(String key) throws UntranslatableException {
        String present = known.get(key);
        if (present != null) {
            return present;
        }
        String built = isEscaping ? escaped(key) : key;
        if (key.isEmpty()) {
            throw new UntranslatableException("label name is empty");
        }
        if (NameChars.isUnderscores(built)) {
            throw new UntranslatableException(
                    isEscaping
                            ? "normalization for label name \"%s\" resulted in invalid name \"%s\""
                                    .formatted(key, built)
                            : "label name \"%s\" contains only underscores".formatted(key));
        }
        if (known.size() < MOST_REMEMBERED) {
            known.put(key, built);
        }
        return built;
    }

    /** Each wrong character becomes an underscore, also several in a row and one in front. */
    private static String escaped(String key) {
        var out = new StringBuilder(key.length() + 4);
        if (!key.isEmpty() && NameChars.isDigit(key.charAt(0))) {
            out.append("key_");
        }
        for (int i = 0; i < key.length(); i += Character.charCount(key.codePointAt(i))) {
            char c = key.charAt(i);
            out.append(NameChars.isPlain(c) ? c : '_');
        }
        return out.toString();
    }
}
