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

    /** Reserved names ({@code __x__}) keep their underscores. */
    private static String escaped(String key) {
        boolean isReserved = key.length() >= 4 && key.startsWith("__") && key.endsWith("__");
        String inner = isReserved ? key.substring(2, key.length() - 2) : key;
        var out = new StringBuilder(key.length() + 4);
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            if (NameChars.isPlain(c)) {
                out.append(c);
            } else if (!NameChars.endsInUnderscore(out)) {
                out.append('_');
            }
        }
        if (isReserved) {
            return "__" + out + "__";
        }
        if (!out.isEmpty() && NameChars.isDigit(out.charAt(0))) {
            return "key_" + out;
        }
        return !out.isEmpty() && out.charAt(0) == '_' ? "key" + out : out.toString();
    }
}
