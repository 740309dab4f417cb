// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/**
 * What every command that reads a configuration is told.
 *
 * @param uris of {@code --config}, in order
 * @param sets of {@code --set}, in order
 * @param gates of {@code --feature-gates}, in order
 */
record Arguments(List<String> uris, List<String> sets, List<String> gates) {
    /**
     * The arguments of a plain run: {@code --config}, {@code --set} and {@code --feature-gates}
     * with their values and nothing else. Null for everything that picocli has to look at: its
     * classes are too old for the AOT cache and cost a tenth of a second at every start.
     */
    static @Nullable Arguments ofPlainRun(String[] words) {
        var values =
                Map.of(
                        Commands.CONFIG, new ArrayList<String>(),
                        Commands.SET, new ArrayList<String>(),
                        Commands.FEATURE_GATES, new ArrayList<String>());
        for (int i = 0; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            String flag = equals < 0 ? words[i] : words[i].substring(0, equals);
            List<String> list = values.get(flag);
            if (list == null || (equals < 0 && ++i == words.length)) {
                return null;
            }
            list.add(equals < 0 ? words[i] : words[i].substring(equals + 1));
        }
        return new Arguments(
                values.getOrDefault(Commands.CONFIG, new ArrayList<>()),
                values.getOrDefault(Commands.SET, new ArrayList<>()),
                values.getOrDefault(Commands.FEATURE_GATES, new ArrayList<>()));
    }

    /** Whether none was given. */
    boolean isEmpty() {
        return uris.isEmpty() && sets.isEmpty() && gates.isEmpty();
    }

    static Arguments of(ParseResult parsed) {
        return new Arguments(
                parsed.matchedOptionValue(Commands.CONFIG, List.of()),
                parsed.matchedOptionValue(Commands.SET, List.of()),
                parsed.matchedOptionValue(Commands.FEATURE_GATES, List.of()));
    }
}
