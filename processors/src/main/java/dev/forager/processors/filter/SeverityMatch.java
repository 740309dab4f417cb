// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import java.util.List;
import java.util.Locale;

/** Log records of at least a severity. */
public record SeverityMatch(
        @Doc("Name or number of the least severity, such as INFO or WARN2.") @Default("''")
                String min,
        @Doc("Whether records without a severity match.") @Default("false")
                boolean matchUndefined) {
    private static final List<String> LEVELS =
            List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");

    public SeverityMatch {
        require(
                min.isEmpty() || number(min) > 0,
                "min",
                "'%s' is not a valid severity: not a valid severity".formatted(min));
    }

    /** The number of the least severity; 0 if none is given. */
    int number() {
        return min.isEmpty() ? 0 : number(min);
    }

    /** 0 for what is no severity. */
    private static int number(String severity) {
        String name = severity.toUpperCase(Locale.ROOT);
        for (int level = 0; level < LEVELS.size(); level++) {
            for (int step = 1; step <= 4; step++) {
                int number = level * 4 + step;
                String full = LEVELS.get(level) + (step == 1 ? "" : step);
                if (name.equals(full) || name.equals(Integer.toString(number))) {
                    return number;
                }
            }
        }
        return 0;
    }
}
