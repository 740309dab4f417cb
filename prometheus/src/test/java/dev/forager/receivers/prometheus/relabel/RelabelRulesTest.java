// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.relabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.config.ConfigException;
import dev.forager.config.RecordBinder;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.PlainYaml;
import dev.forager.receivers.prometheus.config.RelabelConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each action, with the results that Prometheus' own tests want. */
class RelabelRulesTest {
    /** Rules under a key of their own, as in a job. */
    @PlainYaml
    record Rules(@Default("[]") List<RelabelConfig> rules) {}

    private static RelabelRules rules(String yaml) throws ConfigException {
        return RelabelRules.of(
                RecordBinder.read("rules: [" + yaml + "]", Rules.class).rules(), false);
    }

    /** Labels as {@code a=foo b=bar}. */
    private static LabelSet labels(String text) {
        var labels = new LabelSet();
        for (String pair : text.isEmpty() ? new String[0] : text.split(" ")) {
            String[] parts = pair.split("=", 2);
            labels.set(parts[0], parts[1]);
        }
        return labels;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{source_labels: [a], regex: 'f(.*)', target_label: d, separator: ';', replacement: 'ch${1}-ch${1}'}|a=foo b=bar c=baz|a=foo b=bar c=baz d=choo-choo",
                "{source_labels: [a, b], regex: 'f(.*);(.*)r', target_label: a, replacement: 'b${1}${2}m'}, {source_labels: [c, a], regex: '(b).*b(.*)ba(.*)', target_label: d, replacement: '$1$2$2$3'}|a=foo b=bar c=baz|a=boobam b=bar c=baz d=boooom",
                "{source_labels: [a], regex: '.*o.*', action: drop}, {source_labels: [a], regex: 'f(.*)', target_label: d, replacement: 'ch$1-ch$1'}|a=foo|dropped",
                "{source_labels: [a], regex: '.*o.*', action: drop}|a=abc|a=abc",
                "{source_labels: [a], regex: 'no-match', action: drop}|a=foo|a=foo",
                "{source_labels: [a], regex: 'f?o', action: drop}|a=foo|a=foo",
                "{source_labels: [a], regex: 'no-match', action: keep}|a=foo|dropped",
                "{source_labels: [a], regex: 'f.*', action: keep}|a=foo|a=foo",
                "{source_labels: [a], regex: '.*b.*', target_label: a, replacement: ''}|a=boo b=x|b=x",
                "{source_labels: [a], regex: '(f).*', target_label: '$1', replacement: 'new'}|a=foo|a=foo f=new",
                "{source_labels: [a], regex: '.*', target_label: '${1}', replacement: 'new'}|a=foo|a=foo",
                "{source_labels: [a], regex: f(.*), target_label: b, replacement: bar$$}|a=foo|a=foo b=bar$",
                "{target_label: b, replacement: fixed}|a=foo|a=foo b=fixed",
                "{source_labels: [none], target_label: b, replacement: x}|a=foo|a=foo b=x",
                "{source_labels: [c], target_label: d, action: hashmod, modulus: 1000}|c=baz|c=baz d=976",
                "{source_labels: [c], target_label: d, action: hashmod, modulus: 1000}|c=foo\\nbar|c=foo\\nbar d=734",
                "{regex: '(b.*)', replacement: 'bar_${1}', action: labelmap}|a=foo b1=bar b2=baz|a=foo b1=bar b2=baz bar_b1=bar bar_b2=baz",
                "{regex: '__meta_(my.*)', replacement: '${1}', action: labelmap}|a=foo __meta_my_bar=aaa __meta_my_baz=bbb __meta_other=ccc|__meta_my_bar=aaa __meta_my_baz=bbb __meta_other=ccc a=foo my_bar=aaa my_baz=bbb",
                "{regex: '(b.*)', action: labeldrop}|a=foo b1=bar b2=baz|a=foo",
                "{regex: '(b.*)', action: labelkeep}|a=foo b1=bar b2=baz|b1=bar b2=baz",
                "{source_labels: [foo], action: uppercase, target_label: foo_up}, {source_labels: [foo], action: lowercase, target_label: foo_low}|foo=bAr123Foo|foo=bAr123Foo foo_low=bar123foo foo_up=BAR123FOO",
                "{source_labels: [foo], action: uppercase, target_label: up}, {source_labels: [foo], action: lowercase, target_label: low}|foo=ßΟΣİ|foo=ßΟΣİ low=ßοσi up=ßΟΣİ",
                "{source_labels: [p1], target_label: p2, action: keepequal}|p1=1 p2=1|p1=1 p2=1",
                "{source_labels: [p1], target_label: p2, action: keepequal}|p1=1 p2=2|dropped",
                "{source_labels: [p1], target_label: p2, action: dropequal}|p1=1 p2=1|dropped",
                "{source_labels: [p1], target_label: p2, action: dropequal}|p1=1 p2=2|p1=1 p2=2",
                "{source_labels: [__tmp_port, __address__], separator: ':', regex: '(.+):(.+):.+', target_label: __address__, replacement: '$2:$1'}|__address__=h:1 __tmp_port=2|__address__=h:2 __tmp_port=2",
                "{source_labels: [a], regex: '(?P<part>.)oo', target_label: b, replacement: '${part}x$none'}|a=foo|a=foo b=fx",
                "{source_labels: [a], regex: true, target_label: b, replacement: 8080}|a=true|a=true b=8080",
                "{source_labels: [a], action: KEEP, regex: foo}|a=foo|a=foo"
            })
    void rules_changeLabelsAsInPrometheus(String rules, String before, String after)
            throws ConfigException {
        LabelSet labels = labels(before.replace("\\n", "\n"));
        boolean isKept = rules(rules).apply(labels);
        assertThat(isKept ? text(labels) : "dropped").isEqualTo(after);
    }

    private static String text(LabelSet labels) {
        var out = new StringBuilder();
        labels.forEach((name, value) -> out.append(' ').append(name).append('=').append(value));
        return out.toString().strip().replace("\n", "\\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{action: jump}|unknown relabel action \"jump\"",
                "{action: hashmod, target_label: a}|relabel configuration for hashmod requires non-zero modulus",
                "{action: replace}|relabel configuration for replace action requires 'target_label' value",
                "{action: lowercase, target_label: a, replacement: x}|'replacement' can not be set for lowercase action",
                "{action: labeldrop, regex: a, target_label: b}|labeldrop action requires only 'regex', and no other fields",
                "{action: dropequal, target_label: b, regex: c}|dropequal action requires only 'source_labels' and `target_label`, and no other fields",
                "{target_label: a, regex: '('}|error parsing regexp: missing closing )"
            })
    void unsoundRule_isRefusedWithPrometheusText(String rule, String text) {
        assertThatThrownBy(() -> rules(rule)).hasMessageContaining(text);
    }

    @Test
    void expression_isMatchedInLinearTime() throws ConfigException {
        LabelSet labels = new LabelSet().set("a", "x".repeat(20_000));
        assertThat(rules("{source_labels: [a], regex: '(x+x+)+y', action: keep}").apply(labels))
                .isFalse();
    }
}
