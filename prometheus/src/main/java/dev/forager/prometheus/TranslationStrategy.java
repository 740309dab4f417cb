// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

/**
 * How names of OTLP become names of Prometheus; a value of the key {@code translation_strategy}.
 */
public enum TranslationStrategy {
    /** Other characters become underscores; unit and type are appended. */
    UNDERSCORE_ESCAPING_WITH_SUFFIXES("UnderscoreEscapingWithSuffixes", true, true),
    /** Other characters become underscores; nothing is appended. */
    UNDERSCORE_ESCAPING_WITHOUT_SUFFIXES("UnderscoreEscapingWithoutSuffixes", true, false),
    /** Names stay in UTF-8; unit and type are appended. */
    NO_UTF8_ESCAPING_WITH_SUFFIXES("NoUTF8EscapingWithSuffixes", false, true),
    /** Names stay as they are. */
    NO_TRANSLATION("NoTranslation", false, false);

    private final String key;
    private final boolean isEscaping;
    private final boolean isSuffixing;

    TranslationStrategy(String key, boolean isEscaping, boolean isSuffixing) {
        this.key = key;
        this.isEscaping = isEscaping;
        this.isSuffixing = isSuffixing;
    }

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException with the collector's text when it is none of them
     */
    public static TranslationStrategy parse(String text) {
        for (TranslationStrategy strategy : values()) {
            if (strategy.key.equals(text)) {
                return strategy;
            }
        }
        throw new IllegalArgumentException("invalid translation_strategy: " + text);
    }

    /** Whether names hold only the characters that every Prometheus knows. */
    public boolean isEscaping() {
        return isEscaping;
    }

    /** Whether names end in unit and type. */
    public boolean isSuffixing() {
        return isSuffixing;
    }

    @Override
    public String toString() {
        return key;
    }
}
