// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.cumulativetodelta;

import static dev.forager.pipeline.config.Validation.require;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.InvalidConfigException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Metrics by name and by type. What is left empty matches everything. */
public record MatchMetrics(
        @Doc("Names, or patterns of names.") @Default("[]") List<String> metrics,
        @Doc("Whether names are `strict`, the whole name, or `regexp`, found anywhere in it.")
                @Default("''")
                String matchType,
        @Doc("Cache of the answers of patterns; accepted, but patterns are quick without.")
                @Nullable RegexpCache regexp,
        @Doc("Types: `sum`, `histogram`, `exponentialhistogram`.") @Default("[]")
                List<String> metricTypes) {
    private static final Set<String> TYPES = Set.of("sum", "histogram", "exponentialhistogram");

    public MatchMetrics {
        metrics = List.copyOf(metrics);
        metricTypes = List.copyOf(metricTypes);
        require(
                metrics.isEmpty() || !matchType.isEmpty(),
                "match_type must be set if metrics are supplied");
        require(
                !metrics.isEmpty() || matchType.isEmpty(),
                "metrics must be supplied if match_type is set");
        require(
                Set.of("", "strict", "regexp").contains(matchType),
                "match_type",
                "unrecognized match_type: '%s', valid types are: [regexp strict]"
                        .formatted(matchType));
        if (matchType.equals("regexp")) {
            metrics.forEach(MatchMetrics::compile);
        }
    }

    /** The first type that there is not, or null. */
    @Nullable String unknownType() {
        for (String type : metricTypes) {
            if (!TYPES.contains(type.toLowerCase(Locale.ROOT))) {
                return type;
            }
        }
        return null;
    }

    static Pattern compile(String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new InvalidConfigException(String.valueOf(e.getMessage()), "metrics");
        }
    }

    /**
     * Keys of a cache.
     *
     * @param cacheenabled whether there is one
     * @param cachemaxnumentries its size
     */
    public record RegexpCache(
            @Doc("Whether answers are kept.") @Default("false") boolean cacheenabled,
            @Doc("How many.") @Default("0") long cachemaxnumentries) {}
}
