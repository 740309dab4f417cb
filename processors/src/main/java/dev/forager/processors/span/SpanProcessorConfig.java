// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.span;

import static dev.forager.pipeline.config.Validation.require;
import static dev.forager.pipeline.config.Validation.requireEach;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Inline;
import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.processors.match.MatchConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of the names and the status of spans. */
public record SpanProcessorConfig(
        @Inline MatchConfig match,
        @Doc("How spans are named.") @Default("{}") Name name,
        @Doc("Status to set.") @Nullable SpanStatus status) {
    public SpanProcessorConfig {
        ToAttributes toAttributes = name.toAttributes();
        require(
                !name.fromAttributes().isEmpty()
                        || (toAttributes != null && !toAttributes.rules().isEmpty())
                        || status != null,
                "error creating \"span\" processor: either \"from_attributes\" or"
                        + " \"to_attributes\" must be specified in \"name:\" or \"setStatus\" must"
                        + " be specified");
    }

    /** Names: first made of attributes, then taken apart. */
    public record Name(
            @Doc("Attributes whose values make the name, in order; all must be there.")
                    @Default("[]")
                    List<String> fromAttributes,
            @Doc("Text between the values.") @Default("''") String separator,
            @Doc("Takes parts of the name into attributes.") @Nullable ToAttributes toAttributes) {}

    /** Rules that take names apart. */
    public record ToAttributes(
            @Doc(
                            "RE2 patterns: each named group becomes an attribute, and `{group}` stands in its place.")
                    @Default("[]")
                    List<String> rules,
            @Doc("Stop after the first rule that matches.") @Default("false")
                    boolean breakAfterMatch,
            @Doc("Leave the name as it is.") @Default("false") boolean keepOriginalName) {
        public ToAttributes {
            patterns(rules);
        }
    }

    /** A status. */
    public record SpanStatus(
            @Doc("`Ok`, `Error` or `Unset`.") @Default("''") String code,
            @Doc("What went wrong; with `Error` only.") @Default("''") String description) {
        static final String ERROR = "Error";
        static final String OK = "Ok";
        static final String UNSET = "Unset";

        public SpanStatus {
            require(
                    Set.of(OK, ERROR, UNSET).contains(code),
                    "code",
                    "error creating \"span\" processor: \"status\" must have specified \"code\" as"
                            + " \"Ok\" or \"Error\" or \"Unset\"");
            require(
                    description.isEmpty() || code.equals(ERROR),
                    "description",
                    "error creating \"span\" processor: \"description\" can be specified only for"
                            + " \"code\" \"Error\"");
        }
    }

    /** The rules, compiled. */
    static List<Pattern> patterns(List<String> rules) {
        var patterns = new ArrayList<Pattern>();
        requireEach(rules, "rules", (rule, key) -> patterns.add(pattern(rule, key)));
        return List.copyOf(patterns);
    }

    private static Pattern pattern(String rule, String key) {
        try {
            return Pattern.compile(rule);
        } catch (PatternSyntaxException e) {
            throw new InvalidConfigException(
                    "invalid regexp pattern %s (%s)".formatted(rule, e.getMessage()), key);
        }
    }
}
