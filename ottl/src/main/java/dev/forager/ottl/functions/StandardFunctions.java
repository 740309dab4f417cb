// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.FunctionCatalog;
import dev.forager.ottl.OttlFunction;
import java.util.ArrayList;
import java.util.List;

/** The functions that every component knows. Each class lists its own. */
public final class StandardFunctions implements FunctionCatalog {
    @Override
    public List<Class<? extends OttlFunction>> functions() {
        List<Class<? extends OttlFunction>> all = new ArrayList<>();
        all.addAll(ValueEditors.ALL);
        all.addAll(MapEditors.ALL);
        all.addAll(MapValueEditors.ALL);
        all.addAll(Flattening.ALL);
        all.addAll(ListEditors.ALL);
        all.addAll(TypeChecks.ALL);
        all.addAll(Conversions.ALL);
        all.addAll(Texts.ALL);
        all.addAll(MapConverters.ALL);
        all.addAll(ListConverters.ALL);
        all.addAll(Sorting.ALL);
        all.addAll(Hashes.ALL);
        all.addAll(Identifiers.ALL);
        all.addAll(Networks.ALL);
        all.addAll(MathConverters.ALL);
        all.addAll(Spellings.ALL);
        all.addAll(Trims.ALL);
        all.addAll(CheckDigits.ALL);
        all.addAll(Formats.ALL);
        all.addAll(Encodings.ALL);
        all.addAll(Replacements.ALL);
        all.addAll(Extractions.ALL);
        all.addAll(Parsers.ALL);
        all.addAll(Severities.ALL);
        all.addAll(WebTexts.ALL);
        all.addAll(XmlFunctions.ALL);
        all.addAll(Times.ALL);
        all.addAll(TimeParts.ALL);
        all.addAll(Durations.ALL);
        all.addAll(Lambdas.ALL);
        all.addAll(SpanChecks.ALL);
        return all;
    }
}
