// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in cobra's words. Stateless. */
final class UsageErrors {
    private UsageErrors() {}

    static String text(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        return switch (failure) {
            case UnmatchedArgumentException unmatched ->
                    unknown(unmatched.getUnmatched().getFirst(), command.getCommandSpec());
            case MissingParameterException missing
                    when missing.getMissing().getFirst() instanceof OptionSpec flag ->
                    "flag needs an argument: " + flag.longestName();
            default -> String.valueOf(failure.getMessage());
        };
    }

    private static String unknown(String word, CommandSpec spec) {
        if (word.startsWith("--")) {
            int equals = word.indexOf('=');
            return "unknown flag: " + (equals < 0 ? word : word.substring(0, equals));
        }
        if (word.startsWith("-") && word.length() > 1) {
            return "unknown shorthand flag: '%c' in %s".formatted(word.charAt(1), word);
        }
        return unknownCommand(word, spec);
    }

    /** What is wrong with the words behind a command; empty when nothing is. */
    static String words(ParseResult parsed) {
        CommandSpec spec = parsed.commandSpec();
        List<String> words = words(parsed, List.of());
        return switch (spec.name()) {
            case "featuregate" ->
                    words.size() > 1 ? "accepts at most 1 arg(s), received " + words.size() : "";
            case "help", "completion" -> "";
            case "explain" -> words.size() == 1 ? "" : "accepts 1 arg(s), received " + words.size();
            case "ottl" -> words.isEmpty() ? "requires at least 1 arg(s), only received 0" : "";
            default -> {
                if (words.isEmpty()) {
                    yield "";
                }
                yield spec.parent() == null
                        ? unknownCommand(words.getFirst(), spec)
                        : "accepts 0 arg(s), received " + words.size();
            }
        };
    }

    /** The words behind a command. */
    static List<String> words(ParseResult parsed, List<String> none) {
        return parsed.matchedPositionals().isEmpty()
                ? none
                : parsed.matchedPositionals().getFirst().stringValues();
    }

    private static String unknownCommand(String word, CommandSpec spec) {
        return "unknown command \"%s\" for \"%s\"\nRun '%s --help' for usage."
                .formatted(word, spec.qualifiedName(), spec.qualifiedName());
    }
}
