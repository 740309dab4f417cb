// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogsTest {
    @Test
    void body_isAnyValue_orUnset() {
        Logs logs = Logs.create();
        ScopeLogs scope = logs.addResource().addScope();
        scope.addRecord().body(Value.of("text")).severityNumber(SeverityNumber.WARN2);
        scope.addRecord().body(Value.MapV.of().with("k", Value.of(1)));
        scope.addRecord().body(Value.empty());
        scope.addRecord();
        Logs again = (Logs) logs.seal().open();
        assertThat(again.records())
                .extracting(LogRecord::body)
                .containsExactly(
                        Value.of("text"),
                        Value.MapV.of().with("k", Value.of(1)),
                        Value.empty(),
                        Value.empty());
        assertThat(again.records())
                .extracting(LogRecord::hasBody)
                .containsExactly(true, true, true, false);
        LogRecord first = again.records().iterator().next();
        assertThat(first.severityNumber()).isEqualTo(SeverityNumber.WARN2);
        first.clearBody();
        assertThat(((Logs) again.seal().open()).records().iterator().next().hasBody()).isFalse();
    }

    @Test
    void removeIf_removesRecords() {
        Logs logs = Logs.create();
        ScopeLogs scope = logs.addResource().addScope();
        scope.addRecord().severityText("DEBUG");
        scope.addRecord().severityText("INFO");
        int removed = logs.removeIf((r, s, record) -> record.severityText().equals("DEBUG"));
        assertThat(removed).isOne();
        assertThat(logs.itemCount()).isOne();
    }
}
