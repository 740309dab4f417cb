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
    private final boolean isPermissive;
    private final Map<String, String> known = new ConcurrentHashMap<>();

    /** Names by this strategy. */
    public LabelNames(TranslationStrategy strategy) {
        this(strategy, false);
    }

    /**
     * Names by this strategy.
     *
     * @param isPermissive each wrong character becomes an underscore, and one in front stays: the
     *     collector's gate {@code pkg.translator.prometheus.PermissiveLabelSanitization}
     */
    public LabelNames(TranslationStrategy strategy, boolean isPermissive) {
        isEscaping = strategy.isEscaping();
        this.isPermissive = isPermissive;
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
    private String escaped(String key) {
        boolean isReserved =
                !isPermissive && key.length() >= 4 && key.startsWith("__") && key.endsWith("__");
        String inner = isReserved ? key.substring(2, key.length() - 2) : key;
        var out = new StringBuilder(key.length() + 4);
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            if (NameChars.isPlain(c)) {
                out.append(c);
            } else if (isPermissive || !NameChars.endsInUnderscore(out)) {
                out.append('_');
            }
        }
        if (isReserved) {
            return "__" + out + "__";
        }
        if (!out.isEmpty() && NameChars.isDigit(out.charAt(0))) {
            return "key_" + out;
        }
        return !isPermissive && !out.isEmpty() && out.charAt(0) == '_'
                ? "key" + out
                : out.toString();
    }
}
