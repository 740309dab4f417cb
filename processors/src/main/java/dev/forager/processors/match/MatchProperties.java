// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.match;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Key;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an item must look like. All keys that are set must match; of a list of texts one is enough.
 * Which keys make sense depends on the signal and is checked when a processor is made for it.
 */
public record MatchProperties(
        @Doc("How texts are compared: `strict` or `regexp` (RE2, unanchored).") @Default("''")
                String matchType,
        @Doc("Settings of `match_type: regexp`.") @Nullable RegexpConfig regexp,
        @Doc("Values of the resource's `service.name`; spans only.") @Default("[]")
                List<String> services,
        @Doc("Names of spans.") @Default("[]") List<String> spanNames,
        @Doc("Bodies of log records, as text.") @Default("[]") List<String> logBodies,
        @Doc("Severity texts of log records.") @Default("[]") List<String> logSeverityTexts,
        @Doc("Severity numbers of log records.") @Nullable SeverityMatch logSeverityNumber,
        @Doc("Names of metrics.") @Default("[]") List<String> metricNames,
        @Doc("Attributes of spans and log records; all must match.") @Default("[]")
                List<AttributeMatch> attributes,
        @Doc("Attributes of the resource; all must match.") @Default("[]")
                List<AttributeMatch> resources,
        @Doc("Instrumentation scopes; all must match.") @Default("[]") List<LibraryMatch> libraries,
        @Doc("Kinds of spans, such as `SPAN_KIND_SERVER`.") @Default("[]") List<String> spanKinds) {
    static final String STRICT = "strict";
    static final String REGEXP = "regexp";

    private static final Set<String> KINDS =
            Set.of(
                    "SPAN_KIND_INTERNAL",
                    "SPAN_KIND_SERVER",
                    "SPAN_KIND_CLIENT",
                    "SPAN_KIND_PRODUCER",
                    "SPAN_KIND_CONSUMER");

    /** Settings of regular expressions. */
    public record RegexpConfig(
            @Doc("Remember which texts matched.") @Default("false") @Key("cacheenabled")
                    boolean cacheEnabled,
            @Doc("Most texts to remember; 0 is 10000.") @Default("0") @Key("cachemaxnumentries")
                    int cacheMaxNumEntries) {
        public RegexpConfig {
            require(
                    !cacheEnabled || cacheMaxNumEntries >= 0,
                    "cachemaxnumentries",
                    "must provide a positive size");
        }
    }

    /** Severity numbers. */
    public record SeverityMatch(
            @Doc("Least severity number that matches.") @Default("0") int min,
            @Doc("Whether records without a severity match.") @Default("false")
                    boolean matchUndefined) {}

    /** One attribute. */
    public record AttributeMatch(
            @Doc("Name of the attribute.") @Default("''") String key,
            @Doc("Its value; without one the attribute need only be there.")
                    @Nullable Object value) {}

    /** One instrumentation scope. */
    public record LibraryMatch(
            @Doc("Name of the scope.") @Default("''") String name,
            @Doc("Its version; without one any.") @Nullable String version) {}

    /** Checks the keys for spans; texts as the collector's. */
    void requireForSpans() {
        refuse(!logBodies.isEmpty(), "log_bodies should not be specified for trace spans");
        refuse(
                !logSeverityTexts.isEmpty(),
                "log_severity_texts should not be specified for trace spans");
        refuse(
                logSeverityNumber != null,
                "log_severity_number should not be specified for trace spans");
        refuse(!metricNames.isEmpty(), "metric_names should not be specified for trace spans");
        refuse(
                services.isEmpty()
                        && spanNames.isEmpty()
                        && attributes.isEmpty()
                        && libraries.isEmpty()
                        && resources.isEmpty()
                        && spanKinds.isEmpty(),
                "at least one of \"attributes\", \"libraries\",  or \"resources\" field must be"
                        + " specified");
        refuse(
                matchType.equals(STRICT) && !KINDS.containsAll(spanKinds),
                "span_kinds string must match one of the standard span kinds when"
                        + " match_type=strict: ["
                        + String.join(" ", new TreeSet<>(KINDS))
                        + "]");
    }

    /** Checks the keys for log records; texts as the collector's. */
    void requireForLogs() {
        refuse(
                !spanNames.isEmpty()
                        || !services.isEmpty()
                        || !spanKinds.isEmpty()
                        || !metricNames.isEmpty(),
                "services, span_names, span_kinds and metric_names are not valid for log records");
        refuse(
                attributes.isEmpty()
                        && libraries.isEmpty()
                        && resources.isEmpty()
                        && logBodies.isEmpty()
                        && logSeverityTexts.isEmpty()
                        && logSeverityNumber == null,
                "at least one of \"attributes\", \"libraries\", \"span_kinds\", \"resources\","
                        + " \"log_bodies\", \"log_severity_texts\" or \"log_severity_number\""
                        + " field must be specified");
    }

    /** Checks the keys for metrics; texts as the collector's. */
    void requireForMetrics() {
        refuse(
                !logBodies.isEmpty()
                        || !logSeverityTexts.isEmpty()
                        || !spanNames.isEmpty()
                        || !services.isEmpty()
                        || !spanKinds.isEmpty()
                        || !attributes.isEmpty()
                        || !libraries.isEmpty()
                        || logSeverityNumber != null,
                "\"span_names\", \"span_kinds\", \"log_bodies\", \"log_severity_texts\","
                        + " \"log_severity_number\", \"services\", \"attributes\" and"
                        + " \"libraries\" are not valid for metrics");
        refuse(
                metricNames.isEmpty() && resources.isEmpty(),
                "at least one of \"metric_names\" or \"resources\" field must be specified");
    }

    private static void refuse(boolean condition, String message) {
        require(!condition, message);
    }
}
