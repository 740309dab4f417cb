// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricstransform;

import com.google.re2j.Pattern;

/** A text, or a pattern that is found anywhere in one. Immutable. */
sealed interface TextMatch {
    boolean matches(String text);

    /** Just this text. */
    record Exact(String wanted) implements TextMatch {
        @Override
        public boolean matches(String text) {
            return text.equals(wanted);
        }
    }

    /** A pattern. */
    record Regex(Pattern pattern) implements TextMatch {
        @Override
        public boolean matches(String text) {
            return pattern.matcher(text).find();
        }
    }
}
