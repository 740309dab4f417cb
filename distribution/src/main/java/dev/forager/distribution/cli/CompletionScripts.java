// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.cli;

import java.util.LinkedHashSet;
import java.util.Set;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for shells: bash and zsh by picocli, the others from the same tree. Stateless. */
final class CompletionScripts {
    private CompletionScripts() {}

    /** The script of a shell. */
    static String of(String shell, CommandLine root) {
        String name = root.getCommandName();
        return switch (shell) {
            case "bash", "zsh" -> AutoComplete.bash(name, root);
            case "fish" -> fish(name, root.getCommandSpec());
            case "powershell" -> powershell(name, root.getCommandSpec());
            default -> throw new IllegalArgumentException("shell: " + shell);
        };
    }

    /** How a user gets the completions into a session. */
    static String about(String shell, String name) {
        return switch (shell) {
            case "bash" ->
                    """
                    Generate the autocompletion script for the bash shell.

                    To load completions in your current shell session:

                    \tsource <(%1$s completion bash)

                    To load completions for every new session, execute once:

                    \t%1$s completion bash > /etc/bash_completion.d/%1$s

                    You will need to start a new shell for this setup to take effect."""
                            .formatted(name);
            case "zsh" ->
                    """
                    Generate the autocompletion script for the zsh shell.

                    To load completions in your current shell session:

                    \tautoload -U +X compinit bashcompinit; compinit; bashcompinit
                    \tsource <(%1$s completion zsh)

                    You will need to start a new shell for this setup to take effect."""
                            .formatted(name);
            case "fish" ->
                    """
                    Generate the autocompletion script for the fish shell.

                    To load completions in your current shell session:

                    \t%1$s completion fish | source

                    To load completions for every new session, execute once:

                    \t%1$s completion fish > ~/.config/fish/completions/%1$s.fish

                    You will need to start a new shell for this setup to take effect."""
                            .formatted(name);
            default ->
                    """
                    Generate the autocompletion script for powershell.

                    To load completions in your current shell session:

                    \t%1$s completion powershell | Out-String | Invoke-Expression

                    To load completions for every new session, add the output of the above command
                    to your powershell profile."""
                            .formatted(name);
        };
    }

    private static String fish(String name, CommandSpec root) {
        var text = new StringBuilder("# fish completion for " + name + "\n");
        for (CommandLine each : commands(root)) {
            text.append(
                    "complete -c %s -n __fish_use_subcommand -f -a %s -d '%s'%n"
                            .formatted(
                                    name,
                                    each.getCommandName(),
                                    description(each.getCommandSpec())));
            appendFishFlags(
                    text,
                    name,
                    "-n '__fish_seen_subcommand_from " + each.getCommandName() + "' ",
                    each.getCommandSpec());
        }
        appendFishFlags(text, name, "-n __fish_use_subcommand ", root);
        return text.toString();
    }

    private static void appendFishFlags(
            StringBuilder text, String name, String condition, CommandSpec spec) {
        for (OptionSpec flag : spec.options()) {
            text.append("complete -c ").append(name).append(' ').append(condition);
            text.append("-l ").append(flag.longestName().substring(2));
            text.append(flag.arity().min() > 0 ? " -r" : " -f").append('\n');
        }
    }

    private static String powershell(String name, CommandSpec root) {
        var words = new StringBuilder();
        for (CommandLine each : commands(root)) {
            words.append('\'').append(each.getCommandName()).append("', ");
        }
        for (OptionSpec flag : root.options()) {
            words.append('\'').append(flag.longestName()).append("', ");
        }
        words.setLength(words.length() - 2);
        return """
                # powershell completion for %1$s
                Register-ArgumentCompleter -Native -CommandName '%1$s' -ScriptBlock {
                    param($wordToComplete, $commandAst, $cursorPosition)
                    @(%2$s) | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
                        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                    }
                }
                """
                .formatted(name, words);
    }

    /** Each command once: an alias is no other. */
    private static Set<CommandLine> commands(CommandSpec root) {
        return new LinkedHashSet<>(root.subcommands().values());
    }

    private static String description(CommandSpec spec) {
        return String.join("", spec.usageMessage().description()).replace("'", "\\'");
    }
}
