// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.relabel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.forager.receivers.prometheus.config.LabelText;
import dev.forager.receivers.prometheus.config.RelabelConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Relabelling rules, applied in their order. Immutable, hence thread-safe.
 *
 * @see <a
 *     href="https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config">relabel_config</a>
 */
public final class RelabelRules {
    private final List<Rule> rules;

    private record Rule(RelabelConfig config, Pattern pattern, boolean isLegacy) {}

    private RelabelRules(List<Rule> rules) {
        this.rules = rules;
    }

    /**
     * Compiles rules.
     *
     * @param isLegacy whether names are letters, digits and underscores
     */
    public static RelabelRules of(List<RelabelConfig> configs, boolean isLegacy) {
        return new RelabelRules(
                configs.stream().map(each -> new Rule(each, each.pattern(), isLegacy)).toList());
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** Changes the labels; false when what has them is to be dropped. */
    public boolean apply(LabelSet labels) {
        for (Rule rule : rules) {
            if (!apply(rule, labels)) {
                return false;
            }
        }
        return true;
    }

    private static boolean apply(Rule rule, LabelSet labels) {
        RelabelConfig config = rule.config;
        String value = joined(config, labels);
        String target = config.targetLabel();
        switch (config.action()) {
            case "drop" -> {
                return !rule.pattern.matcher(value).matches();
            }
            case "keep" -> {
                return rule.pattern.matcher(value).matches();
            }
            case "dropequal" -> {
                return !labels.get(target).equals(value);
            }
            case "keepequal" -> {
                return labels.get(target).equals(value);
            }
            case "replace" -> replace(rule, labels, value);
            case "lowercase" -> labels.set(target, mapped(value, Character::toLowerCase));
            case "uppercase" -> labels.set(target, mapped(value, Character::toUpperCase));
            case "hashmod" ->
                    labels.set(
                            target,
                            Long.toUnsignedString(
                                    Long.remainderUnsigned(hash(value), config.modulus())));
            case "labelmap" -> map(rule, labels);
            case "labeldrop" -> remove(rule.pattern, labels, true);
            case "labelkeep" -> remove(rule.pattern, labels, false);
            default -> throw new IllegalStateException("action: " + config.action());
        }
        return true;
    }

    /**
     * Each character by itself, as in Go: a text keeps its length and its meaning at all places.
     */
    private static String mapped(String text, IntUnaryOperator each) {
        return text.codePoints()
                .map(each)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String joined(RelabelConfig config, LabelSet labels) {
        List<String> sources = config.sourceLabels();
        if (sources.size() == 1) {
            return labels.get(sources.getFirst());
        }
        var values = new ArrayList<String>(sources.size());
        sources.forEach(name -> values.add(labels.get(name)));
        return String.join(config.separator(), values);
    }

    private static void replace(Rule rule, LabelSet labels, String value) {
        Matcher match = rule.pattern.matcher(value);
        if (!match.matches()) {
            return;
        }
        String target = Template.expand(rule.config.targetLabel(), match);
        if (LabelText.isName(target, rule.isLegacy)) {
            labels.set(target, Template.expand(rule.config.replacement(), match));
        }
    }

    private static void map(Rule rule, LabelSet labels) {
        for (String name : labels.names()) {
            Matcher match = rule.pattern.matcher(name);
            if (match.matches()) {
                String target = Template.expand(rule.config.replacement(), match);
                labels.set(target, labels.get(name));
            }
        }
    }

    private static void remove(Pattern pattern, LabelSet labels, boolean ifMatched) {
        for (String name : labels.names()) {
            if (pattern.matcher(name).matches() == ifMatched) {
                labels.set(name, "");
            }
        }
    }

    /** The last eight bytes of the MD5, which only spreads: that is what Prometheus takes. */
    @SuppressWarnings("WeakMessageDigest")
    private static long hash(String value) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("MD5").digest(value.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong(Long.BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
