// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.ledger;

import dev.forager.pdata.Signal;

/**
 * How metrics name the items of a signal, word for word as the Go collector does.
 *
 * @param suffix of the metric's name
 * @param unit in UCUM's notation
 * @param noun in help texts
 * @param stability of the metrics, at the end of help texts
 */
record SignalWords(String suffix, String unit, String noun, String stability) {
    static SignalWords of(Signal signal) {
        return switch (signal) {
            case TRACES -> new SignalWords("spans", "{span}", "spans", "Alpha");
            case METRICS ->
                    new SignalWords("metric_points", "{datapoint}", "metric points", "Alpha");
            case LOGS -> new SignalWords("log_records", "{record}", "log records", "Alpha");
            case PROFILES ->
                    new SignalWords(
                            "profile_samples", "{sample}", "profile samples", "Development");
        };
    }

    /** The noun in the one help text where the Go collector writes a singular. */
    String sentNoun() {
        return noun.equals("log records") ? "log record" : noun;
    }

    String help(String text) {
        return text + " [" + stability + "]";
    }
}
