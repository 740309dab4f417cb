// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for shells: bash by picocli, the others from the same tree. Stateless. */
final class CompletionScripts {
    private static final String FLAGS_OF_FILES =
            String.join("|", Commands.CONFIG, Commands.INPUT, Commands.KUBECONFIG);

    private CompletionScripts() {}

    /** The script of a shell. */
    static String of(String shell, CommandLine root) {
        String name = root.getCommandName();
        return switch (shell) {
            case "bash" -> AutoComplete.bash(name, root);
            case "zsh" -> zsh(name, root);
            case "fish" -> fish(name, root.getCommandSpec());
            case "powershell" -> powershell(name, root);
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

                    \tautoload -U compinit; compinit
                    \tsource <(%1$s completion zsh)

                    To load completions for every new session, execute once:

                    \t%1$s completion zsh > "${fpath[1]}/_%1$s"

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

    /**
     * A function of the name that {@code compinit} looks for in {@code fpath}, which defines itself
     * when it is called first; a file that is sourced defines it at once.
     */
    private static String zsh(String name, CommandLine root) {
        Map<String, List<String>> places = places(root);
        String steps =
                places.keySet().stream()
                        .filter(place -> !place.isEmpty())
                        .collect(Collectors.joining("|"));
        String words =
                places.entrySet().stream()
                        .map(
                                place ->
                                        "        ('%s') compadd -- %s ;;\n"
                                                .formatted(
                                                        place.getKey(),
                                                        String.join(" ", place.getValue())))
                        .collect(Collectors.joining());
        return """
                #compdef %1$s
                # zsh completion for %1$s
                _%1$s() {
                    local word place=
                    case ${words[CURRENT-1]} in
                        (%2$s) _files; return ;;
                    esac
                    if [[ -prefix -*= ]]; then
                        compset -P '*='
                        _files
                        return
                    fi
                    for word in ${words[2,CURRENT-1]}; do
                        case $place/$word in
                            (%3$s) place=$place/$word ;;
                        esac
                    done
                    case $place in
                %4$s    esac
                }
                if [[ ${funcstack[1]} == _%1$s ]]; then
                    _%1$s "$@"
                else
                    compdef _%1$s %1$s
                fi
                """
                .formatted(name, FLAGS_OF_FILES, steps, words);
    }

    private static String powershell(String name, CommandLine root) {
        String words =
                places(root).entrySet().stream()
                        .map(
                                place ->
                                        "        '%s' = @('%s')\n"
                                                .formatted(
                                                        place.getKey(),
                                                        String.join("', '", place.getValue())))
                        .collect(Collectors.joining());
        return """
                # powershell completion for %1$s
                Register-ArgumentCompleter -Native -CommandName '%1$s' -ScriptBlock {
                    param($wordToComplete, $commandAst, $cursorPosition)
                    $words = @{
                %2$s    }
                    $place = ''
                    foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {
                        $next = "$place/$element"
                        if ($element.Extent.EndOffset -lt $cursorPosition -and $words.ContainsKey($next)) {
                            $place = $next
                        }
                    }
                    $words[$place] | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
                        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                    }
                }
                """
                .formatted(name, words);
    }

    /** What may stand behind the commands so far: by their names, each with a slash in front. */
    private static Map<String, List<String>> places(CommandLine root) {
        var places = new LinkedHashMap<String, List<String>>();
        addPlaces(places, "", root.getCommandSpec());
        return places;
    }

    private static void addPlaces(
            Map<String, List<String>> places, String place, CommandSpec spec) {
        List<String> words = new ArrayList<>();
        places.put(place, words);
        for (CommandLine each : commands(spec)) {
            words.add(each.getCommandName());
            addPlaces(places, place + "/" + each.getCommandName(), each.getCommandSpec());
        }
        spec.options().forEach(flag -> words.add(flag.longestName()));
    }

    /** Each command once: an alias is no other. */
    private static Set<CommandLine> commands(CommandSpec root) {
        return new LinkedHashSet<>(root.subcommands().values());
    }

    private static String description(CommandSpec spec) {
        return String.join("", spec.usageMessage().description()).replace("'", "\\'");
    }
}
