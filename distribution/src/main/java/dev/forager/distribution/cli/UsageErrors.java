// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.cli;

import dev.forager.config.Suggestion;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in cobra's words. Stateless. */
final class UsageErrors {
    private static final int MOST_COMMANDS = 3;

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
            String flag = equals < 0 ? word : word.substring(0, equals);
            return "unknown flag: " + flag + Suggestion.hint(flag, longNames(spec));
        }
        if (word.startsWith("-") && word.length() > 1) {
            return "unknown shorthand flag: '%c' in %s".formatted(word.charAt(1), word);
        }
        return unknownCommand(word, spec);
    }

    private static List<String> longNames(CommandSpec spec) {
        return spec.options().stream().map(OptionSpec::longestName).toList();
    }

    /**
     * The word that stands where a command must, if there is no such command. Said before anything
     * about the flags behind it, which nobody can know.
     */
    static String unknownCommand(CommandSpec root, String... arguments) {
        boolean known =
                arguments.length == 0
                        || arguments[0].startsWith("-")
                        || root.subcommands().containsKey(arguments[0]);
        return known ? "" : unknownCommand(arguments[0], root);
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
        List<String> near = Suggestion.near(word, spec.subcommands().keySet(), MOST_COMMANDS);
        String meant =
                near.isEmpty()
                        ? ""
                        : near.stream()
                                .map(each -> "\t" + each + "\n")
                                .collect(Collectors.joining("", "\nDid you mean this?\n", "\n"));
        return "unknown command \"%s\" for \"%s\"\n%sRun '%s --help' for usage."
                .formatted(word, spec.qualifiedName(), meant, spec.qualifiedName());
    }
}
