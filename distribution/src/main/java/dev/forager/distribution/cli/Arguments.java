// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

package dev.forager.distribution.cli;

import java.util.List;
import picocli.CommandLine.ParseResult;

/**
 * What every command that reads a configuration is told.
 *
 * @param uris of {@code --config}, in order
 * @param sets of {@code --set}, in order
 * @param gates of {@code --feature-gates}, in order
 */
record Arguments(List<String> uris, List<String> sets, List<String> gates) {
    static Arguments of(ParseResult parsed) {
        return new Arguments(
                parsed.matchedOptionValue(Commands.CONFIG, List.of()),
                parsed.matchedOptionValue(Commands.SET, List.of()),
                parsed.matchedOptionValue(Commands.FEATURE_GATES, List.of()));
    }
}
