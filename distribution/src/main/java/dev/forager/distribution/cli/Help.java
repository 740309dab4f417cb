// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Help in cobra's layout, so that scripts and people find what they know. Stateless. */
final class Help {
    private static final String COMPONENTS =
            "Outputs available components in this collector distribution including their stability levels."
                    + " The output format is not stable and can change between releases.";
    private static final String FEATURE_GATE =
            "Display information about available feature gates and their status";
    private static final String PRINT_CONFIG =
            """
            Prints the Collector's configuration with different levels of processing:

            - redacted: Shows the resolved configuration with sensitive data redacted (default)
            - unredacted: Shows the resolved configuration with all sensitive data visible

            The output prints in YAML by default. To print JSON use --format=json,
            however this is considered unstable.

            Validation is enabled by default, as a safety measure.""";

    private static final String OTTL =
            """
            Runs OTTL statements, in their order, on every item of requests in OTLP/JSON,
            such as the lines of the exporter file, and prints them before and after. Nothing is
            sent anywhere.

            A statement that fails on an item is named on stderr, and the exit code is 1.""";

    private static final String DOCTOR =
            """
            Attaches every probe of the eBPF receiver, takes it off again, and prints for each
            what it needs, whether it works here, why not, and the cure.

            With a configuration the probes are those that its receivers ebpf ask for, each with
            its own settings; without one, those of a receiver without settings.

            The exit code is 1 when a probe does not work.""";

    private static final String EXPLAIN =
            """
            Says which pod an address, a pod's name or uid, or a container's ID leads to in the
            k8s_attributes of the running collector, by which rule, what is written, and why not.

            The collector is asked through the extension zpages. Where none answers, the
            Kubernetes API says what is there.""";

    private Help() {}

    /** The help of one command: what it is, then its usage. */
    static String of(CommandLine command) {
        String about = about(command.getCommandSpec());
        return about.isEmpty() ? usage(command) : about + "\n\n" + usage(command);
    }

    private static String about(CommandSpec spec) {
        String program = spec.root().name();
        return switch (spec.name()) {
            case "components" -> COMPONENTS;
            case "featuregate" -> FEATURE_GATE;
            case "print-config" -> PRINT_CONFIG;
            case "doctor" -> DOCTOR;
            case "ottl" -> OTTL;
            case "explain" -> EXPLAIN;
            case "completion" ->
                    "Generate the autocompletion script for %s for the specified shell.%n"
                                    .formatted(program)
                            + "See each sub-command's help for details on how to use the generated script.";
            case "bash", "zsh", "fish", "powershell" ->
                    CompletionScripts.about(spec.name(), program);
            case "help" ->
                    """
                    Help provides help for any command in the application.
                    Simply type %s help [path to command] for full details."""
                            .formatted(program);
            default -> String.join("", spec.usageMessage().description());
        };
    }

    /** Usage, aliases, commands and flags. */
    static String usage(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        var text = new StringBuilder("Usage:\n");
        boolean root = spec.parent() == null;
        boolean group = !root && !spec.subcommands().isEmpty();
        if (!group) {
            text.append("  ").append(usageLine(spec)).append('\n');
        }
        if (!spec.subcommands().isEmpty()) {
            text.append("  ").append(spec.qualifiedName()).append(" [command]\n");
        }
        if (spec.aliases().length > 0) {
            text.append("\nAliases:\n  ")
                    .append(spec.name())
                    .append(", ")
                    .append(String.join(", ", spec.aliases()))
                    .append('\n');
        }
        appendCommands(text, spec);
        appendFlags(text, spec);
        if (!spec.subcommands().isEmpty()) {
            text.append("\nUse \"")
                    .append(spec.qualifiedName())
                    .append(" [command] --help\" for more information about a command.\n");
        }
        return text.toString();
    }

    private static String usageLine(CommandSpec spec) {
        String extra =
                switch (spec.name()) {
                    case "featuregate" -> " [feature-id]";
                    case "help" -> " [command]";
                    case "ottl" -> " 'statement' ...";
                    case "explain" -> " word";
                    default -> "";
                };
        return spec.qualifiedName() + extra + " [flags]";
    }

    private static void appendCommands(StringBuilder text, CommandSpec spec) {
        if (spec.subcommands().isEmpty()) {
            return;
        }
        text.append("\nAvailable Commands:\n");
        int width = 11;
        for (CommandLine each : spec.subcommands().values()) {
            width = Math.max(width, each.getCommandName().length());
        }
        var seen = new ArrayList<String>();
        for (Map.Entry<String, CommandLine> entry : spec.subcommands().entrySet()) {
            CommandSpec each = entry.getValue().getCommandSpec();
            if (seen.contains(each.name())) {
                continue;
            }
            seen.add(each.name());
            text.append("  ")
                    .append(padded(each.name(), width + 1))
                    .append(String.join("", each.usageMessage().description()))
                    .append('\n');
        }
    }

    private static void appendFlags(StringBuilder text, CommandSpec spec) {
        List<OptionSpec> flags =
                spec.options().stream()
                        .sorted((a, b) -> a.longestName().compareTo(b.longestName()))
                        .toList();
        int width = 0;
        for (OptionSpec flag : flags) {
            width = Math.max(width, head(flag).length());
        }
        text.append("\nFlags:\n");
        for (OptionSpec flag : flags) {
            text.append(padded(head(flag), width + 3))
                    .append(String.join("", flag.description()))
                    .append('\n');
        }
    }

    private static String head(OptionSpec flag) {
        String shortName = flag.shortestName();
        String start = shortName.startsWith("--") ? "      " : "  " + shortName + ", ";
        boolean takesValue = flag.arity().max() > 0 && flag.arity().min() > 0;
        return start + flag.longestName() + (takesValue ? " " + flag.paramLabel() : "");
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
