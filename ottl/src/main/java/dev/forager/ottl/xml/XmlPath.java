// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.xml;

import dev.forager.ottl.EvaluationException;
import java.util.ArrayList;
import java.util.List;
import org.jaxen.BaseXPath;
import org.jaxen.JaxenException;

/** An expression of XPath 1.0 that selects nodes. A prefix stands for itself. Thread-safe. */
public final class XmlPath {
    private final BaseXPath expression;

    private XmlPath(BaseXPath expression) {
        this.expression = expression;
    }

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException if it is malformed
     */
    public static XmlPath of(String text) {
        try {
            BaseXPath expression = new BaseXPath(text, XmlNavigator.INSTANCE);
            expression.setNamespaceContext(prefix -> prefix);
            return new XmlPath(expression);
        } catch (JaxenException e) {
            throw new IllegalArgumentException("invalid xpath: " + e.getMessage(), e);
        }
    }

    /** The nodes that it selects, each once. An expression that gives a value selects none. */
    public List<XmlNode> select(XmlNode.Document document) throws EvaluationException {
        List<XmlNode> selected = new ArrayList<>();
        try {
            for (Object found : expression.selectNodes(document)) {
                if (found instanceof XmlNode node) {
                    selected.add(node);
                }
            }
        } catch (JaxenException e) {
            throw new EvaluationException("xpath: " + e.getMessage());
        }
        return selected;
    }
}
