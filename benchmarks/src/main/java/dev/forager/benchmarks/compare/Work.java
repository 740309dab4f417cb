// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.compare;

import dev.forager.pdata.Signal;

/**
 * What a server does with items between receiver and exporter. The texts are those of the
 * processors' section, the same for every server.
 */
enum Work {
    /** Nothing: the exporter answers. */
    PASS("", 0, Proof.UNCHANGED, "", ""),

    /**
     * The default sending queue and batch processor, at a rate: a loop would only fill the queue.
     */
    QUEUE("queue", 50_000, Proof.UNCHANGED, "batch", "batch: {}"),

    /** One attribute more on each item. */
    ATTRIBUTES(
            "attr",
            0,
            Proof.SAME_ITEMS,
            "attributes",
            "attributes: {actions: [{key: deployment.environment.name, value: production, action: insert}]}"),

    /** One OTTL statement, the same as {@link #ATTRIBUTES}. */
    OTTL_1(
            "ottl1",
            0,
            Proof.SAME_ITEMS,
            "transform",
            ottl("set(RECORD.attributes[\"deployment.environment.name\"], \"production\")")),

    /** Four OTTL statements, one of them with a condition. */
    OTTL_4(
            "ottl4",
            0,
            Proof.SAME_ITEMS,
            "transform",
            ottl(
                    "set(RECORD.attributes[\"deployment.environment.name\"], \"production\")",
                    "set(RECORD.attributes[\"app.tier\"], \"gold\") where CONDITION",
                    "set(RECORD.attributes[\"app.region\"], resource.attributes[\"k8s.namespace.name\"])",
                    "delete_key(RECORD.attributes, \"thread.name\")")),

    /** An attribute gets another name. */
    RENAME(
            "rename",
            0,
            Proof.SAME_ITEMS,
            "attributes",
            "attributes: {actions: [{key: app.attempt.count, from_attribute: app.attempt, action: insert},"
                    + " {key: app.attempt, action: delete}]}"),

    /** Logs below error go: 97 of 100. */
    FILTER(
            "filter97",
            0,
            Proof.AS_THE_FIRST,
            "filter",
            "filter: {error_mode: ignore, logs: {log_record: [severity_number < SEVERITY_NUMBER_ERROR]}}"),

    /** As a gateway is protected, with the default queue. Of {@link Overload}. */
    MEMORY_LIMITER(
            "overload",
            0,
            Proof.UNCHANGED,
            "memory_limiter, batch",
            "memory_limiter: {check_interval: 1s, limit_percentage: 80, spike_limit_percentage: 25}, batch: {}"),

    /** Spans end in the connector, whose metrics go out every five seconds. */
    SPAN_METRICS("spanmetrics", 0, Proof.NONE, "", ""),

    /**
     * Five policies, with queue and batches behind as anyone runs it; without them the Go collector
     * exports trace by trace.
     */
    TAIL_SAMPLING(
            "tailsampling",
            40_000,
            Proof.NONE,
            "tail_sampling, batch",
            """
            batch: {}, tail_sampling: {decision_wait: 5s, num_traces: 200000, expected_new_traces_per_sec: 10000, policies: [
                {name: errors, type: status_code, status_code: {status_codes: [ERROR]}},
                {name: slow, type: latency, latency: {threshold_ms: 80}},
                {name: checkout, type: string_attribute, string_attribute: {key: http.route, values: [/api/v1/checkout]}},
                {name: busy, type: numeric_attribute, numeric_attribute: {key: http.response.status_code, min_value: 500, max_value: 599}},
                {name: some, type: probabilistic, probabilistic: {sampling_percentage: 5}}]}""");

    /** How it is known that a server did what it should. */
    enum Proof {
        /** Every item arrives once, with the content that was sent. */
        UNCHANGED,
        /** Every item arrives once; the contents are those that the first server delivers. */
        SAME_ITEMS,
        /** What arrives is what the first server delivers. */
        AS_THE_FIRST,
        /** What goes out depends on time; tests of the component prove it. */
        NONE
    }

    private final String suffix;
    private final int rate;
    private final Proof proof;
    private final String order;
    private final String processors;

    Work(String suffix, int rate, Proof proof, String order, String processors) {
        this.suffix = suffix;
        this.rate = rate;
        this.proof = proof;
        this.order = order;
        this.processors = processors;
    }

    private static String ottl(String... statements) {
        return "transform: {error_mode: ignore, SIGNAL_statements: ['%s']}"
                .formatted(String.join("', '", statements));
    }

    /** The end of a scenario's name; empty for none. */
    String suffix() {
        return suffix;
    }

    /** Items a second of an open loop; 0 is a closed loop. */
    int rate() {
        return rate;
    }

    /** Whether the exporter has its default queue, which goes with batches. */
    boolean isQueued() {
        return order.contains("batch");
    }

    Proof proof() {
        return proof;
    }

    /** Whether all that is acknowledged arrives, as itself. */
    boolean isEachDelivered() {
        return proof == Proof.UNCHANGED || proof == Proof.SAME_ITEMS;
    }

    /** The processors of the pipeline, separated by commas. */
    String order() {
        return order;
    }

    /** What stands between the braces of {@code processors}. */
    String processors(Signal signal) {
        boolean isLogs = signal == Signal.LOGS;
        return processors
                .replace("SIGNAL", isLogs ? "log" : "trace")
                .replace("RECORD", isLogs ? "log" : "span")
                .replace(
                        "CONDITION",
                        isLogs
                                ? "log.attributes[\"app.attempt\"] == 2"
                                : "span.attributes[\"app.cache.hit\"] == true");
    }
}
