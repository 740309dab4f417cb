// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

import com.google.re2j.Pattern;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which arguments of a command are secrets by their place: what follows a name that is set, such as
 * {@code aws configure set aws_secret_access_key x}, and the places of well-known programs.
 * Confined to its thread.
 */
final class SecretPlaces {
    private static final String WORDS =
            "passw|passphrase|requirepass|masterauth|pwd|secret|token|api[-_]?key|access[-_]?key"
                    + "|private[-_]?key|auth[-_]?key";

    /** After one of {@link #SETTING}: {@code db/password}, {@code //host/:_authToken}. */
    private static final Pattern NAME =
            Pattern.compile("(?i)(?:[^-].*[/:])?\\w[\\w.-]*|(?:.*[/:])[\\w.-]+");

    private static final Pattern SPEAKS = Pattern.compile("(?i)[\\w.-]*(?:" + WORDS + ")[\\w.-]*$");

    /** Anywhere: names of variables, which no subcommand or file has. */
    private static final Pattern VARIABLE =
            Pattern.compile(
                    "(?i)(?:\\w+_)?(?:password|passphrase)|\\w+_(?:passwd|pwd|secret|token)"
                            + "|\\w*(?:api|access|private|auth)_key");

    private static final Set<String> SETTING = Set.of("set", "put", "config");

    /** What looks for words, or shows, moves and installs what is named like them. */
    private static final Set<String> INNOCENT =
            Set.of(
                    ("grep egrep fgrep zgrep rg ag ack find locate man cat less more head tail ls stat file"
                                    + " vi vim nano emacs cp mv rm ln touch mkdir rmdir chmod chown tar diff sed"
                                    + " awk which apt apt-get apt-cache dnf yum systemctl journalctl echo test [")
                            .split(" "));

    private static final Pattern HTPASSWD_BATCH = Pattern.compile("-[a-zA-Z0-9]*b[a-zA-Z0-9]*");
    private static final String LITERAL = "--from-literal";

    private final BitSet whole = new BitSet();
    private final BitSet values = new BitSet();

    /** The places in a command. */
    SecretPlaces(List<String> arguments) {
        String program = arguments.isEmpty() ? "" : SecretWords.baseName(arguments.getFirst());
        switch (program) {
            case "htpasswd" -> htpasswd(arguments);
            case "kubectl", "oc" -> secretOfKubernetes(arguments);
            case "vault", "bao" -> vault(arguments);
            default -> {}
        }
        named(arguments);
    }

    /** Whether the whole argument is a secret. */
    boolean isSecret(int index) {
        return whole.get(index);
    }

    /** Whether what stands behind the last {@code =} of a literal is. */
    boolean hasSecretValue(int index) {
        return values.get(index);
    }

    private void named(List<String> arguments) {
        boolean isSetting = false;
        for (int i = 1; i < arguments.size() - 1; i++) {
            String word = arguments.get(i);
            if (INNOCENT.contains(SecretWords.baseName(arguments.get(i - 1)))) {
                return;
            }
            if (VARIABLE.matches(word) || (isSetting && isName(word))) {
                hidePositional(arguments, i + 1);
                return;
            }
            isSetting =
                    SETTING.contains(word.toLowerCase(Locale.ROOT))
                            || (isSetting && word.startsWith("-"));
        }
    }

    private static boolean isName(String word) {
        return NAME.matches(word) && SPEAKS.matcher(word).find();
    }

    private void hidePositional(List<String> arguments, int from) {
        for (int i = from; i < arguments.size(); i++) {
            whole.set(i, !arguments.get(i).startsWith("-"));
        }
    }

    /** {@code htpasswd -b file user password}. */
    private void htpasswd(List<String> arguments) {
        if (arguments.stream().anyMatch(HTPASSWD_BATCH::matches)) {
            whole.set(arguments.size() - 1);
        }
    }

    /** {@code kubectl create secret generic x --from-literal=key=value}. */
    private void secretOfKubernetes(List<String> arguments) {
        if (!arguments.contains("secret")) {
            return;
        }
        for (int i = 1; i < arguments.size(); i++) {
            values.set(
                    i,
                    arguments.get(i).startsWith(LITERAL + "=")
                            || arguments.get(i - 1).equals(LITERAL));
        }
    }

    /** {@code vault login token}, {@code vault operator unseal key}, {@code vault kv put x k=v}. */
    private void vault(List<String> arguments) {
        boolean isKey = false;
        boolean isStored = false;
        for (int i = 1; i < arguments.size(); i++) {
            String word = arguments.get(i);
            boolean isPair = word.indexOf('=') > 0;
            whole.set(i, isKey && !isPair && !word.startsWith("-"));
            values.set(i, isStored && isPair && !word.startsWith("-"));
            isKey |= word.equals("login") || word.equals("unseal");
            isStored |= word.equals("put") || word.equals("patch");
        }
    }
}
