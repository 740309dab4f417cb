// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Takes secrets out of arguments: values of options, variables and headers whose names speak of
 * secrets, passwords in URLs, tokens of known shapes, the short options of well-known clients, and
 * {@linkplain SecretPlaces places}. A secret that nothing gives away stays: this lowers a risk and
 * does not remove it. Linear in the length of the arguments (RE2), which strangers choose.
 * Stateless.
 */
final class SecretWords {
    /** What stands in the place of a secret. */
    static final String REDACTED = "[REDACTED]";

    private static final String NAME =
            "[\\w.-]*(?:passw|passphrase|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key"
                    + "|credential|authorization|x-auth|auth[-_]?key|cookie|bearer|signature|webhook"
                    + ")[\\w.-]*";

    /** {@code --password=x}, {@code TOKEN: x}, {@code "secret":"x"}, {@code --api-key x}. */
    private static final Pattern NAMED =
            Pattern.compile(
                    "(?i)("
                            + NAME
                            + "[\"']?\\s*[=:]\\s*(?:(?:bearer|basic|token)\\s+)?|--?"
                            + NAME
                            + "\\s+)(\"[^\"]*\"?|'[^']*'?|[^\\s&;,\"'}]+)");

    /** An option that has its value in the next argument. */
    private static final Pattern OPTION = Pattern.compile("(?i)--?(?:pass|" + NAME + ")");

    /** All of it but the scheme: {@code Cookie: a=x; b=y}. */
    private static final Pattern HEADER =
            Pattern.compile(
                    "(?i)((?:authorization|cookie)[\"']?\\s*:\\s*[\"']?(?:(?:bearer|basic|token)\\s+)?)"
                            + "[^\"'\\r\\n]+");

    /** As a setting within a script, see {@link SecretPlaces}. */
    private static final Pattern SETTING =
            Pattern.compile(
                    "(?i)(\\b(?:set|put|config)\\s+(?:--?[\\w-]+\\s+)*[\\w./:-]*(?:passw|secret|token"
                            + "|api_?key|access_?key|private_?key)[\\w.-]*\\s+)(\"[^\"]*\"?|'[^']*'?|[^\\s;&|]+)");

    /** {@code openssl -passin pass:x}. */
    private static final Pattern PASS = Pattern.compile("\\b(pass:)\\S+");

    /** The name of a literal, see {@link SecretPlaces#hasSecretValue}. */
    private static final Pattern LITERAL = Pattern.compile("(?s)((?:--[\\w-]+=)?[^=]*=).*");

    private static final Pattern USER_INFO = Pattern.compile("(://[^/\\s:@]*:)[^/\\s@]+@");
    private static final Pattern BEARER =
            Pattern.compile("(?i)\\b(bearer|basic)\\s+[a-z0-9+/_.=~-]{8,}");
    private static final Pattern TOKEN =
            Pattern.compile(
                    "\\b(?:(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_\\w{20,}|github_pat_\\w{20,}"
                            + "|hv[sbr]\\.[\\w-]{20,}|glpat-[\\w-]{16,}|xox[abprs]-[\\w-]{10,}|sk-[\\w-]{20,}"
                            + "|eyJ[\\w-]{8,}\\.[\\w-]+(?:\\.[\\w-]*)?)");
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*");

    /** What tells that an argument needs a closer look: most have none of it. */
    private static final List<String> SIGNS =
            List.of(
                    "pass",
                    "pwd",
                    "secret",
                    "token",
                    "key",
                    "credential",
                    "auth",
                    "cookie",
                    "bearer",
                    "basic",
                    "signature",
                    "webhook",
                    "://",
                    "akia",
                    "asia",
                    "gh",
                    "glpat",
                    "xox",
                    "sk-",
                    "eyj",
                    "hvs.",
                    "hvb.",
                    "hvr.");

    /** Short options with a secret: in the same argument, or in the next one. */
    private static final Map<String, Set<String>> SHORT_OPTIONS =
            Map.ofEntries(
                    Map.entry("mysql", Set.of("-p")),
                    Map.entry("mysqldump", Set.of("-p")),
                    Map.entry("mysqladmin", Set.of("-p")),
                    Map.entry("mariadb", Set.of("-p")),
                    Map.entry("mariadb-dump", Set.of("-p")),
                    Map.entry("mongo", Set.of("-p")),
                    Map.entry("mongosh", Set.of("-p")),
                    Map.entry("sshpass", Set.of("-p")),
                    Map.entry("sqlcmd", Set.of("-P")),
                    Map.entry("ldapsearch", Set.of("-w")),
                    Map.entry("redis-cli", Set.of("-a")),
                    Map.entry("curl", Set.of("-u", "-U", "--user", "--proxy-user")),
                    Map.entry("openssl", Set.of("-k", "-K")),
                    Map.entry("docker", Set.of("-p")),
                    Map.entry("podman", Set.of("-p")));

    /** Programs that take the value of a short option in the same argument only. */
    private static final Set<String> JOINED_ONLY =
            Set.of("mysql", "mysqldump", "mysqladmin", "mariadb", "mariadb-dump");

    /** Programs whose longer options may begin like a short one. */
    private static final Set<String> SEPARATE_ONLY = Set.of("openssl");

    private SecretWords() {}

    static List<String> redact(List<String> arguments) {
        List<String> kept = new ArrayList<>(arguments.size());
        String program = arguments.isEmpty() ? "" : baseName(arguments.getFirst());
        var places = new SecretPlaces(arguments);
        boolean isSecret = false;
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (isSecret || places.isSecret(i)) {
                kept.add(REDACTED);
                isSecret = false;
            } else if (places.hasSecretValue(i)) {
                kept.add(LITERAL.matcher(word).replaceFirst("$1[REDACTED]"));
            } else {
                kept.add(i == 0 ? inside(word) : word(program, word, arguments));
                isSecret = i > 0 && isFollowedBySecret(program, word, arguments);
            }
        }
        return kept;
    }

    private static boolean isFollowedBySecret(String program, String word, List<String> all) {
        boolean isShort = shortOptions(program, all).contains(word);
        return (isShort && !JOINED_ONLY.contains(program)) || OPTION.matches(word);
    }

    private static Set<String> shortOptions(String program, List<String> all) {
        boolean isContainers = program.equals("docker") || program.equals("podman");
        return isContainers && !all.contains("login")
                ? Set.of() // It publishes a port.
                : SHORT_OPTIONS.getOrDefault(program, Set.of());
    }

    private static String word(String program, String word, List<String> all) {
        for (String option : shortOptions(program, all)) {
            boolean isJoined = option.length() == 2 && word.length() > 2;
            if (isJoined && word.startsWith(option) && !SEPARATE_ONLY.contains(program)) {
                return option + REDACTED;
            }
        }
        return inside(word);
    }

    /** Secrets within one argument, which may be a whole script. */
    private static String inside(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (SIGNS.stream().noneMatch(lower::contains)) {
            return word;
        }
        String result = PRIVATE_KEY.matcher(word).replaceAll(REDACTED);
        result = USER_INFO.matcher(result).replaceAll("$1[REDACTED]@");
        result = TOKEN.matcher(result).replaceAll(REDACTED);
        result = BEARER.matcher(result).replaceAll("$1 [REDACTED]");
        result = PASS.matcher(result).replaceAll("$1[REDACTED]");
        result = named(SETTING, named(NAMED, result));
        return HEADER.matcher(result).replaceAll("$1[REDACTED]");
    }

    private static String named(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        var out = new StringBuilder();
        int from = 0;
        while (matcher.find()) {
            out.append(text, from, matcher.end(1)).append(REDACTED);
            from = matcher.end();
        }
        return from == 0 ? text : out.append(text, from, text.length()).toString();
    }

    static String baseName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
