//! Converts JSON values, which preserved fields contain, to and from Python.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyList};
use serde_json::{Map, Number, Value};

/// `value` as a Python object.
pub fn to_python<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Null => py.None().into_bound(py),
        Value::Bool(truth) => PyBool::new(py, *truth).to_owned().into_any(),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(whole), _) => whole.into_pyobject(py)?.into_any(),
            (None, Some(whole)) => whole.into_pyobject(py)?.into_any(),
            (None, None) => number.as_f64().unwrap_or(f64::NAN).into_pyobject(py)?.into_any(),
        },
        Value::String(text) => text.into_pyobject(py)?.into_any(),
        Value::Array(items) => {
            let items = items.iter().map(|item| to_python(py, item)).collect::<PyResult<Vec<_>>>()?;
            PyList::new(py, items)?.into_any()
        }
        Value::Object(fields) => {
            let dict = PyDict::new(py);
            for (name, field) in fields {
                dict.set_item(name, to_python(py, field)?)?;
            }
            dict.into_any()
        }
    })
}

/// The JSON value of a Python object.
///
/// # Errors
/// `TypeError` if JSON has no such value.
pub fn of_python(value: &Bound<'_, PyAny>) -> PyResult<Value> {
    if value.is_none() {
        return Ok(Value::Null);
    }
    if let Ok(truth) = value.cast::<PyBool>() {
        return Ok(Value::Bool(truth.is_true()));
    }
    if let Ok(text) = value.extract::<String>() {
        return Ok(Value::String(text));
    }
    if let Ok(whole) = value.extract::<i64>() {
        return Ok(Value::Number(whole.into()));
    }
    if let Ok(number) = value.extract::<f64>() {
        let number = Number::from_f64(number);
        return number.map(Value::Number).ok_or_else(|| PyTypeError::new_err("not a number of JSON"));
    }
    if let Ok(items) = value.cast::<PyList>() {
        return items.iter().map(|item| of_python(&item)).collect::<PyResult<_>>().map(Value::Array);
    }
    if let Ok(dict) = value.cast::<PyDict>() {
        let field = |(name, field): (Bound<'_, PyAny>, Bound<'_, PyAny>)| {
            Ok((name.extract::<String>()?, of_python(&field)?))
        };
        return dict.iter().map(field).collect::<PyResult<Map<_, _>>>().map(Value::Object);
    }
    Err(PyTypeError::new_err(format!("{} is not a value of JSON", value.get_type())))
}
