// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.config;

import static dev.forager.pipeline.config.Validation.require;
import static dev.forager.pipeline.config.Validation.requireAll;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One rule that changes labels, or drops what has them; Prometheus' {@code relabel_config}. */
public record RelabelConfig(
        @Doc("Labels whose values are joined; what `regex` is matched against.") @Default("[]")
                List<String> sourceLabels,
        @Doc("What stands between the joined values.") @Default("';'") String separator,
        @Doc("RE2 expression, which must match the whole.") @Default("(.*)") String regex,
        @Doc("What `hashmod` divides by.") @Default("0") long modulus,
        @Doc("The label that is set.") @Default("''") String targetLabel,
        @Doc("Its value; `$1` is a group of `regex`, written `$$1` in the Collector's YAML.")
                @Default("$1")
                String replacement,
        @Doc(
                        "replace, keep, drop, keepequal, dropequal, hashmod, labelmap, labeldrop, labelkeep, lowercase or uppercase.")
                @Default("replace")
                String action) {
    private static final String ANY = "(.*)";
    private static final String FIRST = "$1";
    private static final Set<String> ACTIONS =
            Set.of(
                    "replace",
                    "keep",
                    "drop",
                    "keepequal",
                    "dropequal",
                    "hashmod",
                    "labelmap",
                    "labeldrop",
                    "labelkeep",
                    "lowercase",
                    "uppercase");
    private static final Set<String> WITH_TARGET =
            Set.of("replace", "hashmod", "lowercase", "uppercase", "keepequal", "dropequal");
    private static final Set<String> PLAIN_TARGET =
            Set.of("lowercase", "uppercase", "keepequal", "dropequal");
    private static final Pattern LEGACY_TEMPLATE =
            Pattern.compile("^(?:(?:[a-zA-Z_]|\\$(?:\\{\\w+\\}|\\w+))+\\w*)+$");

    public RelabelConfig {
        sourceLabels = List.copyOf(sourceLabels);
        String word = action.toLowerCase(Locale.ROOT);
        String given = action;
        String expression = regex;
        requireAll(Stream.of(() -> checkAction(given), () -> compiled(expression)));
        action = word;
        require(
                modulus != 0 || !word.equals("hashmod"),
                "relabel configuration for hashmod requires non-zero modulus");
        require(
                !WITH_TARGET.contains(word) || !targetLabel.isEmpty(),
                "relabel configuration for %s action requires 'target_label' value"
                        .formatted(word));
        boolean isFirst = replacement.equals(FIRST);
        require(
                !PLAIN_TARGET.contains(word) || isFirst,
                "'replacement' can not be set for %s action".formatted(word));
        boolean isPlain = isFirst && modulus == 0 && separator.equals(";");
        require(
                !(word.equals("dropequal") || word.equals("keepequal"))
                        || (isPlain && regex.equals(ANY)),
                "%s action requires only 'source_labels' and `target_label`, and no other fields"
                        .formatted(word));
        require(
                !(word.equals("labeldrop") || word.equals("labelkeep"))
                        || (isPlain && sourceLabels.isEmpty() && targetLabel.isEmpty()),
                "%s action requires only 'regex', and no other fields".formatted(word));
    }

    private static void checkAction(String given) {
        require(
                ACTIONS.contains(given.toLowerCase(Locale.ROOT)),
                "action",
                "unknown relabel action \"%s\"".formatted(given));
    }

    private static Pattern compiled(String expression) {
        try {
            return Pattern.compile("^(?s:" + expression + ")$");
        } catch (PatternSyntaxException e) {
            require(false, "regex", "error parsing regexp: " + e.getDescription());
            throw new IllegalStateException(e);
        }
    }

    /** The expression, bound to the whole text. */
    public Pattern pattern() {
        return compiled(regex);
    }

    /** Whether the expression matches everything. */
    public boolean matchesAll() {
        return regex.equals(ANY);
    }

    /**
     * Refuses names that the scheme does not allow.
     *
     * @param isLegacy whether names are letters, digits and underscores
     */
    void check(boolean isLegacy, @Nullable String at) {
        switch (action) {
            case "replace" ->
                    require(
                            targetLabel.contains("$")
                                    ? isTemplate(targetLabel, isLegacy)
                                    : LabelText.isName(targetLabel, isLegacy),
                            at,
                            "\"%s\" is invalid 'target_label' for replace action"
                                    .formatted(targetLabel));
            case "lowercase", "uppercase", "keepequal", "dropequal", "hashmod" ->
                    require(
                            LabelText.isName(targetLabel, isLegacy),
                            at,
                            "\"%s\" is invalid 'target_label' for %s action"
                                    .formatted(targetLabel, action));
            case "labelmap" ->
                    require(
                            isTemplate(replacement, isLegacy),
                            at,
                            "\"%s\" is invalid 'replacement' for labelmap action"
                                    .formatted(replacement));
            default -> {}
        }
    }

    private static boolean isTemplate(String template, boolean isLegacy) {
        return isLegacy
                ? LEGACY_TEMPLATE.matcher(template).matches()
                : LabelText.isName(template, false);
    }
}
